"""What is measured, and what it is measured beside: each a server with a port, started here and ended here."""
import json
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request

import bench
from benchmark import drivers

ROOT = pathlib.Path(__file__).resolve().parents[2]
START_SECONDS = 90
CONNECTIONS = 20_000
MODELS_ANSWER = '{"object":"list","data":[{"id":"instant","object":"model"}]}'
# Of Hone: room for as many samples in flight as there can be; nothing else is not as it is by default, but that no line
# is logged for each request, as nobody else here does.
IN_FLIGHT = 4096


class System:
    """A running server. `chat_path` is its route for chat completions, `fields` what requests need besides."""

    chat_path = "/v1/chat/completions"
    fields = {}

    def __init__(self, name, port, pid):
        self.name, self.port, self.pid = name, port, pid

    def model(self, name):
        """What a request must call the mock's model."""
        return name

    def cpu_seconds(self):
        return drivers.cpu_seconds(drivers.with_children(self.pid))

    def call(self, path, body=None):
        """The bytes of one answer."""
        data = None if body is None else body if isinstance(body, bytes) else json.dumps(body).encode()
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}{path}", data, {"Content-Type": "application/json", **self.fields})
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.read()

    def wait(self, path, body=None):
        """Until it answers."""
        end = time.monotonic() + START_SECONDS
        while True:
            try:
                return self.call(path, body)
            except (urllib.error.URLError, OSError) as error:
                if time.monotonic() > end:
                    raise SystemExit(f"{self.name} does not answer {path}: {error}") from error
                time.sleep(0.2)


class Process(System):
    """A server that is a process of ours."""

    def __init__(self, name, port, command, output=subprocess.DEVNULL, **options):
        self.process = subprocess.Popen(
            [str(word) for word in command], stdin=subprocess.PIPE, stdout=output, stderr=subprocess.DEVNULL,
            start_new_session=True, **options)
        super().__init__(name, port, self.process.pid)

    def stop(self):
        self.process.stdin.close()
        for number in (signal.SIGTERM, signal.SIGKILL):
            if self.process.poll() is None:
                try:
                    os.killpg(self.pid, number)
                    self.process.wait(5)
                except (subprocess.TimeoutExpired, ProcessLookupError):
                    continue


class Mock(Process):
    def __init__(self, tools):
        super().__init__("mock", None, [tools, "mock"], output=subprocess.PIPE, text=True)
        self.port = json.loads(bench.first_line(self.process))["port"]


class Hone(System):
    def __init__(self, binary, upstream, *options, errors=None):
        self.hone = bench.Hone(binary, upstream.port, "--max-in-flight", str(IN_FLIGHT), *options, errors=errors)
        super().__init__("hone", self.hone.port, self.hone.pid)

    def stop(self):
        self.hone.stop()


class Nginx(Process):
    """One nginx: `servers` is what stands in its http block."""

    def __init__(self, name, port, servers, ready, workers=1):
        self.folder = tempfile.TemporaryDirectory(prefix="hone-bench-nginx-")
        path = pathlib.Path(self.folder.name)
        temporary = " ".join(f"{kind}_temp_path {path}/{kind};" for kind in
                             ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
        # Run as the one who starts it, so that it may use the folder.
        user = "user root;" if os.geteuid() == 0 else ""
        (path / "nginx.conf").write_text(f"""
            worker_processes {workers}; daemon off; pid {path}/pid; error_log {path}/error.log crit; {user}
            worker_rlimit_nofile {CONNECTIONS};
            events {{ worker_connections {CONNECTIONS // 2}; }}
            http {{
                access_log off; keepalive_requests 1000000000; keepalive_timeout 600s; default_type application/json;
                client_max_body_size 64m; client_body_buffer_size 1m; tcp_nodelay on; {temporary}
                {servers}
            }}""")
        super().__init__(name, port, ["nginx", "-p", path, "-e", path / "error.log", "-c", path / "nginx.conf"])
        self.wait(*ready)

    def stop(self):
        super().stop()
        self.folder.cleanup()


def fixed_answer(answer):
    """An nginx that gives this answer to everything but /v1/models."""
    port = free_port()
    return Nginx("nginx mock", port, f"""
        server {{ listen 127.0.0.1:{port} backlog=4096;
            location = /v1/models {{ return 200 '{MODELS_ANSWER}'; }}
            location / {{ return 200 '{answer}'; }} }}""", ("/",))


def proxy(upstreams):
    """An nginx that passes everything on: a system for each upstream, all the same process.

    Answers of the mock may be streams, which must not be held back."""
    parts, ports = [], {}
    for number, (name, upstream) in enumerate(upstreams.items()):
        ports[name] = free_port()
        parts.append(f"""
            upstream back{number} {{ server 127.0.0.1:{upstream.port}; keepalive 2048;
                keepalive_requests 1000000000; }}
            server {{ listen 127.0.0.1:{ports[name]} backlog=4096;
                location /health {{ return 200 '{{"status":"ok"}}'; }}
                location / {{ proxy_pass http://back{number}; proxy_http_version 1.1;
                    proxy_buffering {"off" if name == "mock" else "on"};
                    proxy_set_header Connection ""; proxy_read_timeout 600s; }} }}""")
    server = Nginx("nginx", next(iter(ports.values())), "".join(parts), ("/health",))
    return server, {name: Behind("nginx", port, server) for name, port in ports.items()}


class Behind(System):
    """Another port or model list of a server that runs already."""

    def __init__(self, name, port, server):
        super().__init__(name, port, server.pid)
        self.server = server
        self.chat_path, self.fields = server.chat_path, server.fields

    def model(self, name):
        return self.server.model(name)


class TensorZero(Process):
    """The gateway that TensorZero's Python package has inside, without ClickHouse and observability."""

    chat_path = "/openai/v1/chat/completions"
    START = ("import sys, tensorzero\n"
             "gateway = tensorzero._start_http_gateway(config_file=sys.argv[1], clickhouse_url=None,"
             " postgres_url=None, valkey_url=None, async_setup=False)\n"
             "print(gateway.base_url, flush=True)\n"
             "sys.stdin.read()\n")

    def __init__(self, venv, models):
        self.folder = tempfile.TemporaryDirectory(prefix="hone-bench-tensorzero-")
        config = pathlib.Path(self.folder.name) / "tensorzero.toml"
        config.write_text("[gateway]\nobservability.enabled = false\n"
                          "disable_pseudonymous_usage_analytics = true\n" + "".join(f"""
            [models.{model}]
            routing = ["mock"]
            [models.{model}.providers.mock]
            type = "openai"
            model_name = "{model}"
            api_base = "http://127.0.0.1:{upstream.port}/v1/"
            api_key_location = "none"
            """ for model, upstream in models.items()))
        super().__init__("tensorzero", None, [venv / "bin" / "python", "-c", self.START, config],
                         output=subprocess.PIPE, text=True, env={**os.environ, "RUST_LOG": "off"})
        # Log lines may come before the address.
        for _ in range(20):
            line = bench.first_line(self.process)
            if line.startswith("http://"):
                break
        else:
            raise SystemExit(f"TensorZero's gateway does not start: {line!r}")
        self.port = int(line.split(":")[2].split("/")[0])

    def model(self, name):
        return f"tensorzero::model_name::{name}"

    def stop(self):
        super().stop()
        self.folder.cleanup()


class LiteLLM(Process):
    """LiteLLM's proxy: one worker, as several do not outlive the time that its modules take to load."""

    def __init__(self, venv, models):
        self.folder = tempfile.TemporaryDirectory(prefix="hone-bench-litellm-")
        path = pathlib.Path(self.folder.name)
        (path / "config.yaml").write_text(json.dumps({"model_list": [
            {"model_name": model, "litellm_params": {
                "model": f"openai/{model}", "api_base": f"http://127.0.0.1:{upstream.port}/v1", "api_key": "none"}}
            for model, upstream in models.items()]}))
        (path / "log.json").write_text(json.dumps({"version": 1, "loggers": {
            "uvicorn": {"level": "ERROR"}, "uvicorn.access": {"level": "ERROR"}}}))
        port = free_port()
        super().__init__(
            "litellm", port, [venv / "bin" / "litellm", "--config", path / "config.yaml", "--host", "127.0.0.1",
                              "--port", port, "--num_workers", 1, "--telemetry", "False",
                              "--log_config", path / "log.json"],
            env={**os.environ, "LITELLM_LOCAL_MODEL_COST_MAP": "True", "LITELLM_LOG": "ERROR",
                 "LITELLM_DANGEROUSLY_PERMIT_WEAK_OR_UNSET_MASTER_KEY": "true"})
        self.wait("/health/liveliness")

    def stop(self):
        super().stop()
        self.folder.cleanup()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


PEERS = {"tensorzero": ("tensorzero==2026.6.0",), "litellm": ("litellm[proxy]==1.106.2",)}


def peer(name):
    """The Python environment of a peer, if it is installed."""
    venv = ROOT / ".build" / f"{name}-venv"
    return venv if (venv / "bin" / "python").exists() else None


def install_peers():
    for name, packages in PEERS.items():
        subprocess.run([ROOT / "Scripts" / "venv", name, *packages], check=True)


def versions(binary, is_built):
    """Of everything that is measured; the commit only if Hone was built from it just now."""
    found = {"hone": subprocess.run([binary, "--version"], capture_output=True, text=True).stdout.strip(),
             "nginx": subprocess.run(["nginx", "-v"], capture_output=True, text=True).stderr.strip().split("/")[-1]}
    if is_built and shutil.which("git"):
        found["commit"] = subprocess.run(
            ["git", "-C", ROOT, "describe", "--always", "--dirty", "--abbrev=10"], capture_output=True,
            text=True).stdout.strip()
    for name in PEERS:
        if venv := peer(name):
            found[name] = subprocess.run(
                [venv / "bin" / "python", "-c", f"import importlib.metadata as m; print(m.version('{name}'))"],
                capture_output=True, text=True).stdout.strip()
    return found
