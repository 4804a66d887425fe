"""The scenarios: each a function that measures round by round, all systems in turn, and gives rows."""
import json
import socket
import subprocess
import time

import bench
from benchmark import drivers
from benchmark.figures import (Failed, Growth, Row, Skipped, ahead_of_tensorzero, at_least, at_most, below,
                               half_of_nginx)
from benchmark.systems import Hone

KB, MB = 1000, 1_000_000
QUESTION = "What is 17 + 25?"


class Bench:
    """What the scenarios share: the drivers, what runs, and how much is to be measured."""

    def __init__(self, drivers, say, quick, binary, mock, fixed, fixed_systems, mock_systems):
        self.drivers, self.say, self.quick, self.binary = drivers, say, quick, binary
        self.mock, self.fixed = mock, fixed
        # By name, in the order of a round; "direct" is the upstream itself.
        self.fixed_systems, self.mock_systems = fixed_systems, mock_systems
        self.rounds = 1 if quick else 3
        self.seconds = 1 if quick else 2
        # Requests a second that a system carries, once that is known.
        self.carried = {}

    def fresh_hone(self):
        return Hone(self.binary, self.mock)


def chat(system, model, size=300, **more):
    """A chat completion's request of `size` bytes, whatever the system calls the model."""
    def body(text):
        return json.dumps({"model": system.model(model), "messages": [{"role": "user", "content": text}], **more})
    return body("x" * (size - len(body("")))).encode()


def number(report, *path):
    """A figure out of a report; a failure stays one."""
    if isinstance(report, Failed):
        return report
    for name in path:
        report = report[name]
    return report


def minus(value, base):
    return next((each for each in (value, base) if isinstance(each, Failed)), None) or value - base


# MARK: (a) /health

def health(bench_):
    rate = Row("a", "/health, 32 connections", "requests/s", "≥ 40,000", at_least(40_000), more_is_better=True)
    cpu = Row("a", "/health, CPU a request", "µs", "≤ 15", at_most(15))
    tail = Row("a", f"/health, 256 connections, {HEALTH_RATE:,}/s, p99", "ms", "< 5", below(5))
    lateness = Row("a", "the load generator's own lateness in it, p99", "ms")
    paths = {"litellm": "/health/liveliness"}
    # TensorZero's embedded gateway has no such route.
    systems = {name: system for name, system in bench_.fixed_systems.items() if name not in ("direct", "tensorzero")}
    for _ in range(bench_.rounds):
        for name, system in systems.items():
            path = paths.get(name, "/health")
            report = bench_.drivers.wrk(system, path=path, seconds=bench_.seconds)
            rate.add(name, number(report, "rate"))
            cpu.add(name, number(report, "cpu_us"))
            if not isinstance(report, Failed) and report["rate"] < HEALTH_RATE:
                too_slow = Skipped(f"too slow for {HEALTH_RATE:,}/s")
                tail.add(name, too_slow)
                lateness.add(name, too_slow)
                continue
            report = bench_.drivers.load(system, path=path, connections=256, rate=HEALTH_RATE,
                                         seconds=bench_.seconds + 0.5, warm_up=0.5)
            tail.add(name, scaled(number(report, "latency_us", "p99"), 1e-3))
            lateness.add(name, scaled(number(report, "lateness_us", "p99"), 1e-3))
    threads = Row("a", "threads with 1,000 connections more than with 1", "", "0", at_most(0), digits=0)
    hone = bench_.fresh_hone()
    try:
        few = held(hone, 1, lambda: hone.hone.reading()["threads"])
        threads.add("hone", held(hone, 1000, lambda: hone.hone.reading()["threads"]) - few)
    finally:
        hone.stop()
    return [rate, cpu, tail, lateness, threads]


# A quarter of what Hone is to reach, and what the generator sends with a third of a core.
HEALTH_RATE = 10_000


def scaled(value, factor):
    return value if isinstance(value, Failed) else value * factor


def held(system, count, look):
    """What `look` sees while so many connections are kept open that have had one answer each."""
    connections = []
    try:
        for _ in range(count):
            connection = socket.create_connection(("127.0.0.1", system.port))
            connections.append(connection)
            connection.sendall(b"GET /health HTTP/1.1\r\nHost: bench\r\n\r\n")
            if not connection.recv(4096).startswith(b"HTTP/1.1 200"):
                raise SystemExit("/health is not 200")
        time.sleep(0.5)
        return look()
    finally:
        for connection in connections:
            connection.close()


# MARK: (b) Chat completions, passed on

def proxied(bench_):
    rows = []
    for size, label in ((300, "300 B"), (30_000, "30 KB")):
        rows += saturation(bench_, size, label)
        rows += one_connection(bench_, size, label)
        for rate in (1_000,) if bench_.quick else (500, 1_000):
            if size == 300 or not bench_.quick:
                rows += at_rate(bench_, size, label, rate)
    return rows


def saturation(bench_, size, label):
    rate = Row("b", f"chat {label}, 32 connections", "requests/s", "≥ ½ nginx, > TensorZero",
               ahead_of_tensorzero(half_of_nginx(), more_is_better=True), more_is_better=True)
    cpu = Row("b", f"chat {label}, CPU a request", "µs")
    for _ in range(bench_.rounds):
        for name, system in bench_.fixed_systems.items():
            report = bench_.drivers.wrk(system, chat(system, "instant", size), seconds=bench_.seconds)
            rate.add(name, number(report, "rate"))
            cpu.add(name, number(report, "cpu_us"))
    bench_.carried = {name: rate.median(name) for name in bench_.fixed_systems}
    rows = [rate, cpu]
    if size == 300:
        rows.append(logged(bench_))
    return rows


def logged(bench_):
    """What a request costs with Hone's line of log for it, as is the default."""
    row = Row("b", "chat 300 B, CPU a request with its line of log", "µs")
    # The last one counts.
    hone = Hone(bench_.binary, bench_.fixed, "--log-level", "info", errors=subprocess.DEVNULL)
    try:
        for _ in range(bench_.rounds):
            row.add("hone", number(bench_.drivers.wrk(hone, chat(hone, "instant"), seconds=1), "cpu_us"))
    finally:
        hone.stop()
    return row


def one_connection(bench_, size, label):
    row = Row("b", f"chat {label}, 1 connection, added p50", "ms", "< 0.12, < TensorZero" if size == 300 else "",
              ahead_of_tensorzero(below(0.12)) if size == 300 else None, digits=3)
    for _ in range(bench_.rounds):
        base = None
        for name, system in bench_.fixed_systems.items():
            report = bench_.drivers.load(
                system, chat(system, "instant", size), connections=1, seconds=1, warm_up=0.2)
            taken = scaled(number(report, "latency_us", "p50"), 1e-3)
            base = taken if name == "direct" else base
            if name != "direct":
                row.add(name, minus(taken, base))
    return [row]


def at_rate(bench_, size, label, rate):
    goals = size == 300 and rate == 1000
    rows = {share: Row("b", f"chat {label}, {rate:,}/s, added {share}", "ms",
                       f"< {limit}, < TensorZero" if goals else "",
                       ahead_of_tensorzero(below(limit)) if goals else None, digits=3)
            for share, limit in (("p50", 0.2), ("p99", 1))}
    for _ in range(bench_.rounds):
        base = {}
        for name, system in bench_.fixed_systems.items():
            carried = bench_.carried[name]
            if carried is None or carried < rate:
                report = Skipped(f"carries {carried or 0:,.0f}/s")
            else:
                report = bench_.drivers.load(
                    system, chat(system, "instant", size), connections=64, rate=rate, seconds=2, warm_up=0.5,
                    patience=10)
            for share, row in rows.items():
                taken = scaled(number(report, "latency_us", share), 1e-3)
                if name == "direct":
                    base[share] = taken
                else:
                    row.add(name, minus(taken, base[share]))
    return list(rows.values())


# MARK: (c) Streams, passed on

STREAMS, EVENT_MS = 500, 50


def streams(bench_):
    events = 60 if bench_.quick else 200
    # All begin within less than a stream takes, so that all run at once from then on.
    rate = 250 if bench_.quick else 125
    label = f"{STREAMS} streams of {events} events"
    first = Row("c", f"{label}, added time to first token, p99", "ms", "< 10", below(10))
    gap = Row("c", f"{label}, added gap between tokens, p99", "ms", "< 5", below(5))
    age = Row("c", f"{label}, added age of an event, p99", "ms")
    cpu = Row("c", f"{label}, CPU an event", "µs", "≤ 15", at_most(15))
    model = f"stream-{events}-{EVENT_MS}"
    # LiteLLM carries too few requests for this to tell anything about it.
    systems = {name: system for name, system in bench_.mock_systems.items() if name != "litellm"}
    for _ in range(1 if bench_.quick else 2):
        base = {}
        for name, system in systems.items():
            bench_.say(f"  {label}: {name}")
            report = bench_.drivers.load(
                system, chat(system, model, stream=True), connections=STREAMS, requests=STREAMS, rate=rate,
                events=events, patience=15)
            for row, path in ((first, "first_token_us"), (gap, "gap_us"), (age, "age_us")):
                taken = scaled(number(report, path, "p99"), 1e-3)
                if name == "direct":
                    base[path] = taken
                else:
                    row.add(name, minus(taken, base[path]))
            if name != "direct":
                spent = number(report, "target_cpu_seconds")
                cpu.add(name, scaled(spent, 1e6 / STREAMS / events))
    return [first, gap, age, cpu]


# MARK: (d) Self-consistency

def refinement(model, samples, seed=1, method="self-consistency", **parameters):
    """With a seed each sample is a call of its own; without, the server is asked for many at once (`n`)."""
    sampling = {"temperature": 0.8} | ({} if seed is None else {"seed": seed})
    return f"/v1/refine/{method}", json.dumps({
        "model": model, "prompt": QUESTION, "parameters": {"samples": samples, **parameters},
        "sampling": sampling}).encode()


def check_refinement(hone, path, body, samples):
    """One run, and whether all samples came."""
    answer = json.loads(hone.call(path, body))
    if answer["samples"]["received"] != samples or answer["samples"]["failed"]:
        raise SystemExit(f"{path}: {answer['samples']} instead of {samples}")
    return answer


def self_consistency(bench_):
    rows = []
    hone, direct = bench_.mock_systems["hone"], bench_.mock_systems["direct"]
    for latency in (0, 200):
        model = f"delay-{latency}" if latency else "instant"
        for samples in (8, 64):
            for seed, how in ((1, "a call each"), (None, "by n")):
                rows += measure_samples(bench_, hone, direct, model, latency, samples, seed, how)
    return rows


def measure_samples(bench_, hone, direct, model, latency, samples, seed, how):
    label = f"{samples} samples, {latency} ms, {how}"
    goals = seed is not None
    if latency:
        goal = at_most(1.10) if goals and samples == 64 else None
        wall = Row("d", f"{label}: time ÷ one call's", "×", "≤ 1.10" if goal else "", goal, digits=3)
    else:
        wall = Row("d", f"{label}: time", "ms")
    cpu = Row("d", f"{label}: CPU a sample", "µs", "≤ 60" if goals else "", at_most(60) if goals else None)
    path, body = refinement(model, samples, seed, early_stop="never")
    check_refinement(hone, path, body, samples)
    one = chat(direct, model, stream=True)
    span = {"requests": 3 if bench_.quick else 5} if latency else {"seconds": 0.5}
    # Many at once, so that there is something to measure with a clock of 10 ms.
    parallel = min(64, 1_024 // samples) if latency else 4
    for _ in range(bench_.rounds):
        taken = number(bench_.drivers.load(hone, body, path=path, **span), "latency_us", "p50")
        if latency:
            base = number(bench_.drivers.load(direct, one, events=0, **span), "latency_us", "p50")
            wall.add("hone", base if isinstance(base, Failed) else scaled(taken, 1 / base))
        else:
            wall.add("hone", scaled(taken, 1e-3))
        report = bench_.drivers.load(hone, body, path=path, connections=parallel, seconds=1)
        cpu.add("hone", scaled(per_request(report), 1e6 / samples))
    return [wall, cpu]


def per_request(report):
    """CPU seconds of the target for each request."""
    return report if isinstance(report, Failed) else report["target_cpu_seconds"] / report["completed"]


# MARK: (e) Best of N

def best_of_n(bench_):
    tokens, top, samples = 256, 20, 16
    model = f"logprobs-{tokens}-{top}"
    hone, direct = bench_.mock_systems["hone"], bench_.mock_systems["direct"]
    rows = []
    for seed, how in ((1, "a call each"), (None, "by n")):
        row = Row("e", f"best of {samples} × {tokens} tokens × {top} log-probabilities, {how}", "MB/s a core",
                  "≥ 150" if seed else "", at_least(150) if seed else None, more_is_better=True)
        path, body = refinement(model, samples, seed, "best-of-n")
        check_refinement(hone, path, body, samples)
        asked = {"stream": True, "stream_options": {"include_usage": True}} | ({} if seed else {"n": samples})
        calls = samples if seed else 1
        size = calls * len(direct.call("/v1/chat/completions", chat(direct, model, **asked)))
        for _ in range(bench_.rounds):
            report = bench_.drivers.load(hone, body, path=path, connections=2, seconds=bench_.seconds)
            spent = per_request(report)
            row.add("hone", spent if isinstance(spent, Failed) else size / MB / spent)
        rows.append(row)
    return rows


# MARK: (f) Memory

IDLE, OPEN_STREAMS = 5_000, 1_000


def memory(bench_):
    start = Row("f", "memory after start", "MB", "≤ 25", at_most(25))
    idle = Row("f", f"memory of an idle connection, {IDLE:,} of them", "KB", "≤ 8", at_most(8))
    stream = Row("f", f"memory of an open stream, {OPEN_STREAMS:,} of them", "KB", "≤ 40", at_most(40))
    for _ in range(1 if bench_.quick else 2):
        hone = bench_.fresh_hone()
        try:
            time.sleep(0.5)
            base = drivers.resident(hone.pid)
            start.add("hone", base / MB)
            idle.add("hone", (held(hone, IDLE, lambda: drivers.resident(hone.pid)) - base) / IDLE / KB)
        finally:
            hone.stop()
        hone = bench_.fresh_hone()
        try:
            time.sleep(0.5)
            base = drivers.resident(hone.pid)
            stream.add("hone", (with_streams(hone, lambda: drivers.resident(hone.pid)) - base) / OPEN_STREAMS / KB)
        finally:
            hone.stop()
    return [start, idle, stream]


def with_streams(hone, look):
    """What `look` sees while so many streams are open that each have had an event."""
    body = chat(hone, "stream-100000-1000", stream=True)
    head = "\r\n".join((f"POST {hone.chat_path} HTTP/1.1", "Host: bench", "Content-Type: application/json",
                        f"Content-Length: {len(body)}", "", "")).encode()
    connections = []
    try:
        for _ in range(OPEN_STREAMS):
            connection = socket.create_connection(("127.0.0.1", hone.port))
            connections.append(connection)
            connection.sendall(head + body)
        for connection in connections:
            connection.settimeout(30)
            answer = connection.recv(65_536)
            if not answer.startswith(b"HTTP/1.1 200"):
                raise SystemExit(f"a stream is not 200: {answer[:300]}")
        time.sleep(2)
        return look()
    finally:
        for connection in connections:
            connection.close()


# MARK: (g) Start

def start_up(bench_):
    listening = Row("g", "from exec to listening", "ms", "≤ 50", at_most(50))
    answer = Row("g", "from exec to the first answer of /health", "ms")
    chatting = Row("g", "from exec to the first chat completion", "ms")
    for _ in range(5 if bench_.quick else 10):
        begun = time.perf_counter()
        hone = bench_.fresh_hone()
        try:
            listening.add("hone", (time.perf_counter() - begun) * 1000)
            hone.call("/health")
            answer.add("hone", (time.perf_counter() - begun) * 1000)
            hone.call(hone.chat_path, chat(hone, "instant"))
            chatting.add("hone", (time.perf_counter() - begun) * 1000)
        finally:
            hone.stop()
    return [listening, answer, chatting]


# MARK: (h) Growth

def growth(bench_):
    """What a unit costs as the number of units grows; memory is the most that there was above that of an idle Hone."""
    def samples(count):
        return *refinement("instant", count, early_stop="never"), 1

    def runs(count):
        return *refinement("delay-20", 8, early_stop="never"), count

    def prompt(size):
        return "/v1/chat/completions", chat(bench_.mock_systems["hone"], "instant", size), 1

    counts, crowds, sizes = (1, 4, 16, 64, 256), (1, 10, 100, 1_000), (1_000, 16_000, 256_000, 4_000_000)
    return [
        *grow(bench_, "a sample of a run", samples, counts, [f"{count}" for count in counts]),
        # Time and CPU are those of a run, whatever runs beside it.
        *grow(bench_, "a run of 8 samples", runs, crowds, [f"{count:,}" for count in crowds[:-1]] + ["1,000 at once"],
              each=lambda _: 1),
        *grow(bench_, "a KB of prompt", prompt, sizes, ["1 KB", "16 KB", "256 KB", "4 MB"],
              each=lambda size: size / KB),
    ]


def grow(bench_, what, request, sizes, labels, each=lambda size: size):
    """Rows of the time, CPU and memory of a unit, of which a request of a size has `each(size)`."""
    rows = {"time": Growth("h", f"time of {what}", "µs", labels), "cpu": Growth("h", f"CPU of {what}", "µs", labels),
            "memory": Growth("h", f"memory of {what}", "KB", labels)}
    for size in sizes:
        path, body, parallel = request(size)
        hone = bench_.fresh_hone()
        try:
            # What the first request of all needs is not the price of size.
            hone.call(*request(sizes[0])[:2])
            base = drivers.resident(hone.pid)
            drivers.forget_peak(hone.pid)
            report = bench_.drivers.load(hone, body, path=path, connections=parallel, seconds=bench_.seconds)
            peak = drivers.peak(hone.pid) - base
        finally:
            hone.stop()
        taken = report if isinstance(report, Failed) else report["seconds"] / report["completed"]
        rows["time"].add("hone", scaled(taken, 1e6 / each(size)))
        rows["cpu"].add("hone", scaled(per_request(report), 1e6 / each(size)))
        rows["memory"].add("hone", peak / KB / max(parallel, each(size)))
    return list(rows.values())


# MARK: (m) What is hot

def micro(bench_):
    """CPU time of what reads and writes every byte, in one process without any I/O."""
    rounds = ["--rounds", "3"] if bench_.quick else []
    done = subprocess.run([bench_.drivers.tools, "micro", "--json", *rounds], capture_output=True, text=True)
    if done.returncode != 0:
        raise SystemExit(f"hone-bench micro: {done.stderr.strip()[-300:]}")
    rows = []
    for found in json.loads(done.stdout)["micro"]:
        article = "an" if found["unit"][0] in "aeiou" else "a"
        row = Row("m", f"{found['name']}, {found['mb_per_s']:,.0f} MB/s", f"ns {article} {found['unit']}")
        for value in found["rounds_ns"]:
            row.add("hone", value / found["items"])
        rows.append(row)
    return rows


SCENARIOS = {"a": health, "b": proxied, "c": streams, "d": self_consistency, "e": best_of_n, "f": memory,
             "g": start_up, "h": growth, "m": micro}
# Those that need the systems beside Hone.
WITH_PEERS = {"a", "b", "c"}
