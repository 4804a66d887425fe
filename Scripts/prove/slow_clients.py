"""The proof of Scripts/prove/slow-clients."""
import asyncio
import csv
import pathlib
import resource
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

import bench
import packages

CONNECTIONS = 1_000
# Hone's own limits (ServerTimeouts), and what a sweep, a linger and a busy machine may add.
HEAD_SECONDS, BODY_SECONDS, STALL_SECONDS = 10, 60, 30
SLACK_SECONDS = 5
# What slowhttptest itself calls available.
HEALTH_SECONDS = 3
DESCRIPTORS = 4_096
# No request gets as far as a model server, so that there is none.
NO_PORT = 9


class Attack:
    """A run of slowhttptest: its options, how long it lasts, when every connection must be gone."""

    def __init__(self, name, limit, path, *options):
        self.name, self.limit, self.path, self.options = name, limit, path, options


ATTACKS = (
    Attack("slow head", HEAD_SECONDS, "/v1/models", "-H", "-i", "3"),
    Attack("slow body", BODY_SECONDS, "/v1/chat/completions", "-B", "-s", "8192", "-x", "24", "-i", "5",
           "-f", "application/json"),
    # Ten requests for something long at once, of whose answers then hardly anything is read.
    Attack("slow read", STALL_SECONDS, "/openapi.yaml", "-X", "-w", "512", "-y", "1024", "-n", "60", "-z", "1", "-k", "10"),
)


class Watch:
    """Asks for /health all the time, and counts Hone's connections."""

    def __init__(self, hone):
        self.hone, self.slowest, self.failed, self.most, self.asked = hone, 0.0, 0, 0, 0

    async def run(self):
        while True:
            begun = time.monotonic()
            try:
                async with asyncio.timeout(HEALTH_SECONDS * 2):
                    client = await bench.Client.connect(self.hone.port)
                    client.send("GET", "/health", fields=("Connection: close",))
                    status, fields = await client.head()
                    await client.body(fields)
                    client.close()
                assert status == 200
            except (TimeoutError, OSError, bench.Broken, AssertionError):
                self.failed += 1
            self.asked += 1
            self.slowest = max(self.slowest, time.monotonic() - begun)
            self.most = max(self.most, self.hone.reading()["client"])
            await asyncio.sleep(0.2)


async def attack(hone, attack, folder):
    """Connections at most, seconds until the last one was closed, and how /health did."""
    watch = Watch(hone)
    watching = asyncio.ensure_future(watch.run())
    prefix = f"{folder}/{attack.name.replace(' ', '-')}"
    lasts = attack.limit + 3 * SLACK_SECONDS
    process = await asyncio.create_subprocess_exec(
        "slowhttptest", "-u", f"http://127.0.0.1:{hone.port}{attack.path}", *attack.options, "-c", str(CONNECTIONS), "-r", "500", "-l", str(lasts), "-p", str(HEALTH_SECONDS), "-g", "-o", prefix,
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.STDOUT)
    begun = time.monotonic()
    gone_after = None
    while process.returncode is None and time.monotonic() - begun < lasts + 30:
        await asyncio.sleep(0.25)
        # The connections that /health and the tool's own probe make come and go.
        if watch.most > CONNECTIONS // 2 and hone.reading()["client"] <= 3 and gone_after is None:
            gone_after = time.monotonic() - begun
    if process.returncode is None:
        process.kill()
    await process.wait()
    watching.cancel()
    unavailable = sum(row["Service Available"].strip() == "0" for row in statistics(prefix))
    return watch, gone_after, unavailable


def statistics(prefix):
    """What slowhttptest has noted second by second."""
    with open(f"{prefix}.csv") as file:
        return list(csv.DictReader(file, skipinitialspace=True))


async def run(binary, *names):
    attacks = [each for each in ATTACKS if not names or each.name.split(" ")[1] in names]
    bench.check_binary(binary)
    packages.need(slowhttptest="slowhttptest")
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < DESCRIPTORS:
        raise SystemExit(f"{DESCRIPTORS} descriptors are needed, the limit (ulimit -Hn) is {hard}")
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, DESCRIPTORS), hard))
    rows, claims = [], []
    hone = bench.Hone(binary, NO_PORT)
    try:
        before = hone.reading()
        with tempfile.TemporaryDirectory() as folder:
            for each in attacks:
                watch, gone_after, unavailable = await attack(hone, each, folder)
                gone = "never" if gone_after is None else f"{gone_after:.1f}"
                rows.append((each.name, watch.most, each.limit, gone, f"{watch.slowest * 1000:.0f}", unavailable))
                claims.append((
                    watch.most >= CONNECTIONS and gone_after is not None and gone_after < each.limit + SLACK_SECONDS,
                    f"{each.name}: {watch.most} connections at once, all closed after {gone} s (limit {each.limit} s)"))
                claims.append((watch.failed == 0 and unavailable == 0 and watch.slowest < HEALTH_SECONDS,
                               f"{each.name}: available all the time, /health after {watch.slowest * 1000:.0f} ms at "
                               f"most ({watch.asked} times)"))
        await asyncio.sleep(SLACK_SECONDS)
        after = hone.reading()
        status = hone.stop()
    finally:
        hone.stop()
    print(bench.table(f"slowhttptest, {CONNECTIONS:,} connections each",
                      ("", "connections", "limit, s", "gone after, s", "/health at most, ms", "unavailable"), rows))
    return bench.verdicts([*claims, (after["client"] == 0 and after["threads"] <= before["threads"] + 2,
                                     f"afterwards: {after['client']} connections, threads {before['threads']} and "
                                     f"{after['threads']}"), (status == 0, f"Hone ended with status {status}")])


if __name__ == "__main__":
    sys.exit(asyncio.run(run(*sys.argv[1:])))
