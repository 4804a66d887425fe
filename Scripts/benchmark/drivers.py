"""What generates load, and what the kernel says of processes under it."""
import json
import os
import pathlib
import re
import subprocess
import tempfile
import time

import bench
from benchmark.figures import Failed

TICKS = os.sysconf("SC_CLK_TCK")
WRK_LINE = re.compile(r"^\s*(\d+) requests in ([0-9.]+)(us|ms|s|m)", re.M)
SECONDS = {"us": 1e-6, "ms": 1e-3, "s": 1, "m": 60}


class Drivers:
    """The load generators, with a folder for the bodies that they send."""

    def __init__(self, tools):
        self.tools = tools
        self.folder = tempfile.TemporaryDirectory(prefix="hone-bench-")
        self.path = pathlib.Path(self.folder.name)
        self.files = {}

    def close(self):
        self.folder.cleanup()

    def file(self, content, suffix):
        """A file with this content."""
        if content not in self.files:
            path = self.path / f"{len(self.files)}{suffix}"
            path.write_bytes(content)
            self.files[content] = path
        return self.files[content]

    def wrk(self, target, body=None, connections=32, seconds=2, path=None):
        """Requests a second and CPU of the target in microseconds a request, at saturation; or Failed."""
        command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "10s"]
        if body is not None:
            fields = "".join(f'wrk.headers["{name}"]="{value}"\n' for name, value in target.fields.items())
            script = (f'wrk.method="POST"\nwrk.headers["Content-Type"]="application/json"\n{fields}'
                      f"wrk.body=[==[{body.decode()}]==]\n")
            command += ["-s", str(self.file(script.encode(), ".lua"))]
        before = target.cpu_seconds()
        url = f"http://127.0.0.1:{target.port}{path or target.chat_path}"
        done = subprocess.run([*command, url], capture_output=True, text=True)
        spent = target.cpu_seconds() - before
        found = WRK_LINE.search(done.stdout)
        if done.returncode != 0 or not found:
            return Failed(f"wrk: {(done.stderr or done.stdout).strip()[-100:]}")
        if bad := re.search(r"(Non-2xx.*|Socket errors.*)", done.stdout):
            return Failed(bad.group(1))
        count = int(found.group(1))
        if count == 0:
            return Failed("no answer")
        return {"rate": count / (float(found.group(2)) * SECONDS[found.group(3)]), "cpu_us": spent / count * 1e6,
                "count": count}

    def load(self, target, body=None, path=None, **options):
        """What `hone-bench load` reports, with the target's CPU seconds; or Failed."""
        command = [str(self.tools), "load", "--port", str(target.port), "--path", path or target.chat_path]
        if body is not None:
            command += ["--body", str(self.file(body, ".json"))]
        for name, value in target.fields.items():
            command += ["--field", f"{name}: {value}"]
        for name, value in options.items():
            if value is not None:
                command += [f"--{name.replace('_', '-')}", str(value)]
        before = target.cpu_seconds()
        done = subprocess.run(command, capture_output=True, text=True)
        spent = target.cpu_seconds() - before
        try:
            report = json.loads(done.stdout)
        except ValueError:
            return Failed((done.stderr or "no report").strip()[-100:])
        if report["failed"] or report["measured"] == 0:
            reasons = ", ".join(f"{count} × {reason}" for reason, count in report["errors"].items())
            return Failed(f"{report['failed']} of {report['sent']} requests: {reasons}"[:100])
        return {**report, "target_cpu_seconds": spent}


def cpu_seconds(pids):
    """User and system time of processes."""
    total = 0
    for pid in pids:
        try:
            with open(f"/proc/{pid}/stat") as file:
                fields = file.read().rsplit(")", 1)[1].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        total += int(fields[11]) + int(fields[12])
    return total / TICKS


def with_children(pid):
    """A process and all that come from it."""
    parents = {}
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                with open(f"/proc/{name}/stat") as file:
                    parents.setdefault(int(file.read().rsplit(")", 1)[1].split()[1]), []).append(int(name))
            except (FileNotFoundError, ProcessLookupError):
                continue
    found = [pid]
    for each in found:
        found += parents.get(each, [])
    return found


def resident(pid):
    """Resident memory in bytes."""
    with open(f"/proc/{pid}/smaps_rollup") as file:
        return next(int(line.split()[1]) for line in file if line.startswith("Rss:")) * 1024


def forget_peak(pid):
    """Lets the kernel's record of the most resident memory begin anew."""
    with open(f"/proc/{pid}/clear_refs", "w") as file:
        file.write("5")


def peak(pid):
    """The most resident memory since then, in bytes."""
    with open(f"/proc/{pid}/status") as file:
        return next(int(line.split()[1]) for line in file if line.startswith("VmHWM:")) * 1024


def machine():
    """What figures depend on."""
    model = next((line.split(":", 1)[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")), "")
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return {"cpu": model, "cores": os.cpu_count(), "memory_gib": round(memory / 2**30), "kernel": os.uname().release,
            "load_average": list(os.getloadavg()), "time": time.strftime("%Y-%m-%d %H:%M UTC", time.gmtime())}


def describe(about):
    averages = " ".join(f"{value:.2f}" for value in about["load_average"])
    return (f"{about['cpu']}, {about['cores']} cores, {about['memory_gib']} GiB, Linux {about['kernel']}, "
            f"{about['time']}, load averages at the start {averages}")
