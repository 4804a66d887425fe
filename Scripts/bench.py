"""What Scripts/soak, Scripts/measure and Scripts/prove share: the processes they start, what the kernel says of them, a
plain HTTP client, and tables."""
import asyncio
import contextlib
import json
import os
import pathlib
import signal
import socket
import struct
import subprocess
import sys

SCRIPTS = pathlib.Path(__file__).resolve().parent
DEFAULT_HONE = SCRIPTS.parent / ".build" / "release" / "hone"
START_SECONDS = 20
STOP_SECONDS = 15


class Broken(Exception):
    """The server broke its answer off, or what it sent is not HTTP."""


# MARK: Processes

class Hone:
    """A running `hone serve` in front of one model server, or of what `options` say if there is no port."""

    def __init__(self, binary, upstream_port, *options, errors=None):
        self.upstream_port = upstream_port
        upstream = ["--upstream", f"http://127.0.0.1:{upstream_port}/v1"] if upstream_port else []
        self.process = subprocess.Popen(
            [str(binary), "serve", *upstream, "--port", "0", "--log-level", "error", *options],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=errors, text=True)
        self.pid = self.process.pid
        line = first_line(self.process)
        if not line.startswith("hone listening on http://"):
            raise SystemExit(f"{binary} said {line!r} instead of where it listens")
        self.port = int(line.rsplit(":", 1)[1])

    def reading(self):
        """Descriptors by what they are, threads, and resident memory in KiB. Sockets that are reset but not yet closed
        are in no table of the kernel's and count as others."""
        kinds = dict.fromkeys(("client", "upstream", "listening", "other"), 0)
        sockets = tcp_sockets(self.pid)
        for name in os.listdir(f"/proc/{self.pid}/fd"):
            try:
                target = os.readlink(f"/proc/{self.pid}/fd/{name}")
            except FileNotFoundError:
                continue
            local, remote, state = sockets.get(target, (None, None, None))
            if remote == self.upstream_port:
                kinds["upstream"] += 1
            elif local == self.port:
                kinds["listening" if state == "0A" else "client"] += 1
            else:
                kinds["other"] += 1
        with open(f"/proc/{self.pid}/status") as file:
            status = dict(line.split(":\t", 1) for line in file if ":\t" in line)
        with open(f"/proc/{self.pid}/smaps_rollup") as file:
            rss = next(int(line.split()[1]) for line in file if line.startswith("Rss:"))
        return {"descriptors": sum(kinds.values()), **kinds, "threads": int(status["Threads"]), "rss": rss}

    def cpu_seconds(self):
        with open(f"/proc/{self.pid}/stat") as file:
            fields = file.read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def stop(self):
        """Asks it to end; its exit status, or None if it had to be killed."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
                return None
        return self.process.returncode


class Mock:
    """A running scripted model server; ends with the pipe to its standard input."""

    def __init__(self, *options, script=SCRIPTS / "mock_upstream.py"):
        self.process = subprocess.Popen(
            [sys.executable, "-B", str(script), *options],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        ports = json.loads(first_line(self.process))
        self.port, self.control_port = ports["port"], ports["control"]
        self.streams = None

    async def report(self, model=None):
        if self.streams is None:
            self.streams = await asyncio.open_connection("127.0.0.1", self.control_port, limit=1 << 24)
        reader, writer = self.streams
        writer.write(json.dumps({"model": model}).encode() + b"\n")
        return json.loads(await reader.readline())

    def stop(self):
        self.process.stdin.close()
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def check_binary(binary):
    """Ends the script if Hone has not been built, and lets SIGTERM end it as Ctrl-C does, with all it has started."""
    if not os.access(binary, os.X_OK):
        raise SystemExit(f"{binary} is missing; build it with: Scripts/build -c release --product hone")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))


@contextlib.contextmanager
def running(binary, *mock_options):
    """A mock and a Hone in front of it, ended whatever happens."""
    check_binary(binary)
    mock = Mock(*mock_options)
    try:
        hone = Hone(binary, mock.port)
        try:
            yield mock, hone
        finally:
            hone.stop()
    finally:
        mock.stop()


def first_line(process):
    """The first line that a process prints, waited for a bounded time."""
    import select
    if not select.select([process.stdout], [], [], START_SECONDS)[0]:
        process.kill()
        raise SystemExit(f"process {process.pid} said nothing for {START_SECONDS} s")
    return process.stdout.readline().strip()


def tcp_sockets(pid):
    """Local port, remote port and state of the TCP sockets, by the name that /proc/PID/fd shows."""
    found = {}
    with open(f"/proc/{pid}/net/tcp") as file:
        next(file)
        for line in file:
            fields = line.split()
            ports = [int(address.rsplit(":", 1)[1], 16) for address in fields[1:3]]
            found[f"socket:[{fields[9]}]"] = (*ports, fields[3])
    return found


def core_wait(*pids):
    """Seconds that the threads of these processes were ready to run but waited for a core (Linux's schedstat)."""
    waited = 0
    for pid in pids:
        for thread in os.listdir(f"/proc/{pid}/task"):
            with contextlib.suppress(FileNotFoundError, ProcessLookupError):
                with open(f"/proc/{pid}/task/{thread}/schedstat") as file:
                    waited += int(file.read().split()[1])
    return waited / 1e9


class Load:
    """How busy the machine is, so that noise can be judged."""

    def __init__(self):
        self.before = self.times()

    @staticmethod
    def times():
        with open("/proc/stat") as file:
            return [int(word) for word in file.readline().split()[1:]]

    def describe(self):
        spent = [after - before for before, after in zip(self.before, self.times())]
        total = sum(spent) or 1
        averages = " ".join(f"{value:.2f}" for value in os.getloadavg())
        return (f"machine: {os.cpu_count()} cores, load averages {averages}, "
                f"idle {100 * (spent[3] + spent[4]) / total:.0f} %, stolen {100 * spent[7] / total:.0f} %")


# MARK: HTTP

class Client:
    """One connection to Hone."""

    def __init__(self, reader, writer):
        self.reader, self.writer = reader, writer

    @classmethod
    async def connect(cls, port, receive_buffer=None):
        raw = socket.socket()
        raw.setblocking(False)
        if receive_buffer:
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        raw.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        await asyncio.get_running_loop().sock_connect(raw, ("127.0.0.1", port))
        limit = 1 << 12 if receive_buffer else 1 << 20
        return cls(*await asyncio.open_connection(sock=raw, limit=limit))

    def send(self, method, path, body=b"", fields=()):
        lines = [f"{method} {path} HTTP/1.1", "Host: hone"]
        if body:
            lines += ["Content-Type: application/json", f"Content-Length: {len(body)}"]
        self.writer.write("\r\n".join([*lines, *fields, "", ""]).encode() + body)

    async def head(self):
        """Status and fields of the answer, interim ones skipped."""
        while True:
            try:
                head = (await self.reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            except (asyncio.IncompleteReadError, asyncio.LimitOverrunError) as error:
                raise Broken("no whole head") from error
            first, *lines = head.split("\r\n")
            status = int(first.split(" ")[1])
            if status >= 200:
                parts = (line.partition(": ") for line in lines if line)
                return status, {name.lower(): value for name, _, value in parts}

    async def body(self, fields, into=None):
        """The whole body; what came of one that breaks off is in `into`."""
        into = bytearray() if into is None else into
        try:
            if fields.get("transfer-encoding") == "chunked":
                while size := int(await self.reader.readuntil(b"\r\n"), 16):
                    into += (await self.reader.readexactly(size + 2))[:-2]
                await self.reader.readexactly(2)
            else:
                into += await self.reader.readexactly(int(fields["content-length"]))
        except asyncio.IncompleteReadError as error:
            raise Broken("the body breaks off") from error
        return bytes(into)

    def close(self):
        self.writer.close()

    def reset(self):
        """Leaves with a reset instead of a FIN."""
        raw = self.writer.get_extra_info("socket")
        if raw.fileno() >= 0:
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.writer.transport.abort()


async def until(condition, seconds, pause=0.01):
    """Polls until an asynchronous condition holds; whether it came to that in time."""
    end = asyncio.get_running_loop().time() + seconds
    while not await condition():
        if asyncio.get_running_loop().time() > end:
            return False
        await asyncio.sleep(pause)
    return True


# MARK: Output

def table(title, columns, rows):
    """A table as text, numbers to the right."""
    cells = [[str(cell) for cell in row] for row in [columns, *rows]]
    widths = [max(map(len, column)) for column in zip(*cells)]
    lines = [title, ""]
    for number, row in enumerate(cells):
        padded = [cell.ljust(width) if place == 0 else cell.rjust(width)
                  for place, (cell, width) in enumerate(zip(row, widths))]
        lines.append("  " + "  ".join(padded).rstrip())
        if number == 0:
            lines.append("  " + "  ".join("-" * width for width in widths))
    return "\n".join(lines) + "\n"


def verdicts(claims):
    """Prints what was claimed and whether it holds; the exit status."""
    for holds, text in claims:
        print(f"  {'yes' if holds else 'NO ':3}  {text}")
    return 0 if all(holds for holds, _ in claims) else 1
