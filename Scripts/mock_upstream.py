"""A scripted OpenAI-compatible model server on the loopback, for Scripts/soak and Scripts/measure.

    python3 Scripts/mock_upstream.py [--seed N] [--failing SHARE] [--stall SECONDS]

Prints one line of JSON with its two ports and serves until its standard input ends. The part of the model's name before
the first dash says how it answers:

    honour, ignore, refuse   after 200 ms; `n` is honoured, ignored, or refused at once with 400
    silent                   never a byte
    trickle                  a token every 10 ms without end
    pulse                    three tokens at once, then one every 2 s without end
    quick, many              at once; after 10 ms
    flood                    16 KiB pieces as fast as they are taken, without end
    certain                  samples 0 to 7 at once, sample 8 after 100 ms, all with one answer; the others trickle
    soak                     streams within milliseconds; a share of the answers fails in one of six ways

The second port takes lines {"model": NAME or null} and answers each with a line: the calls for that model with the
times (CLOCK_MONOTONIC, the same in every process) at which they came, ended and lost their connection, and the totals.
"""
import argparse
import asyncio
import contextlib
import json
import random
import socket
import struct
import sys
import time

LATENCY = 0.2
FATES = ("500", "reset before the head", "reset in mid-stream", "garbage JSON", "truncated", "stall")
EVENT_STREAM = b"Content-Type: text/event-stream\r\n"
PLAIN_JSON = b"Content-Type: application/json\r\n"


def answer_text(seed):
    """What sample `seed` says: most often 42, so that votes are decided at different points."""
    value = random.Random(seed).choice([42, 42, 42, 42, 41, 43])
    return f"Let us see. Step {seed} of the sum is simple, and so is the rest – quite. The answer is {value}."


def pieces(text):
    return [text[start:start + 24] for start in range(0, len(text), 24)]


def event(value):
    return b"data: " + json.dumps(value, separators=(",", ":")).encode() + b"\n\n"


def stream_events(model, texts, usage):
    """The events of a whole streamed reply, one choice for each text."""
    def chunk(choices):
        return {"id": "chatcmpl-mock", "object": "chat.completion.chunk", "created": 1, "model": model,
                "choices": choices}

    def delta(index, content, finish=None):
        return event(chunk([{"index": index, "delta": content, "finish_reason": finish}]))

    events = [delta(index, {"role": "assistant", "content": ""}) for index in range(len(texts))]
    split = [pieces(text) for text in texts]
    for step in range(max(map(len, split))):
        events += [delta(index, {"content": parts[step]}) for index, parts in enumerate(split) if step < len(parts)]
    events += [delta(index, {}, "stop") for index in range(len(texts))]
    if usage:
        events.append(event({**chunk([]), "usage": usage_of(texts)}))
    return events + [b"data: [DONE]\n\n"]


def plain_reply(model, texts):
    """The bytes of a whole reply that is not streamed."""
    choices = [{"index": index, "message": {"role": "assistant", "content": text}, "finish_reason": "stop"}
               for index, text in enumerate(texts)]
    return json.dumps({"id": "chatcmpl-mock", "object": "chat.completion", "created": 1, "model": model,
                       "choices": choices, "usage": usage_of(texts)}).encode()


def usage_of(texts):
    completion = sum(len(pieces(text)) for text in texts)
    return {"prompt_tokens": 10, "completion_tokens": completion, "total_tokens": 10 + completion}


class Connection(asyncio.Protocol):
    """One connection of Hone's; one request at a time."""

    def __init__(self, mock):
        self.mock = mock
        self.received = bytearray()
        self.task = None
        self.call = None
        self.gone_at = None
        self.writable = asyncio.Event()
        self.writable.set()

    def connection_made(self, transport):
        self.transport = transport
        transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.mock.connections.add(self)

    def data_received(self, data):
        self.received += data
        self.begin_next()

    def eof_received(self):
        self.is_gone()

    def connection_lost(self, error):
        self.is_gone()
        self.mock.connections.discard(self)
        self.writable.set()
        if self.task:
            self.task.cancel()

    def pause_writing(self):
        self.writable.clear()

    def resume_writing(self):
        self.writable.set()

    def is_gone(self):
        if self.gone_at is None:
            self.gone_at = time.monotonic()
            if self.call:
                self.call["closed"] = self.gone_at

    def begin_next(self):
        if self.task or b"\r\n\r\n" not in self.received:
            return
        head, _, rest = bytes(self.received).partition(b"\r\n\r\n")
        fields = dict(line.lower().split(b": ", 1) for line in head.split(b"\r\n")[1:] if b": " in line)
        length = int(fields.get(b"content-length", 0))
        if len(rest) < length:
            return
        self.received = bytearray(rest[length:])
        target = head.split(b" ", 2)[1].decode()
        self.task = asyncio.ensure_future(self.serve(target, rest[:length]))

    async def serve(self, target, body):
        try:
            if target.endswith("/chat/completions"):
                await self.mock.chat(self, json.loads(body))
            else:
                self.send(b"200 OK", PLAIN_JSON, b'{"object":"list","data":[{"id":"soak-honour","object":"model"}]}')
        except (ConnectionError, asyncio.CancelledError):
            pass
        finally:
            self.task = None
            self.end_call()
        if not self.transport.is_closing():
            self.begin_next()

    def begin_call(self, **about):
        self.call = {"came": time.monotonic(), "ended": None, "closed": None, **about}
        self.mock.total += 1
        self.mock.open_calls.add(self)
        return self.call

    def end_call(self):
        self.mock.open_calls.discard(self)
        self.call = None

    def send(self, status, fields, body):
        self.write(b"HTTP/1.1 " + status + b"\r\n" + fields + b"Content-Length: %d\r\n\r\n" % len(body) + body)

    def start(self, fields=b""):
        self.write(b"HTTP/1.1 200 OK\r\n" + EVENT_STREAM + fields + b"Transfer-Encoding: chunked\r\n\r\n")

    def write_chunk(self, data):
        self.write(b"%x\r\n" % len(data) + data + b"\r\n")

    def finish(self):
        self.write(b"0\r\n\r\n")

    def write(self, data):
        if self.transport.is_closing():
            raise ConnectionResetError
        self.transport.write(data)

    def reset(self):
        raw = self.transport.get_extra_info("socket")
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.transport.abort()


class Mock:
    def __init__(self, seed, failing, stall):
        self.random = random.Random(seed)
        self.failing = failing
        self.stall = stall
        self.connections = set()
        self.open_calls = set()
        self.calls = {}
        self.fates = {}
        self.total = 0

    async def chat(self, connection, body):
        model = body["model"]
        behaviour = model.split("-")[0]
        seed, count = body.get("seed", 0), body.get("n", 1)
        call = connection.begin_call(seed=seed, n=count)
        if behaviour == "soak":
            return await self.soak(connection, body, count)
        # The names differ from try to try, so the records of those long past are not asked for again.
        self.calls.setdefault(model, []).append(call)
        await getattr(self, behaviour)(connection, body, seed, count)
        call["ended"] = time.monotonic()

    async def honour(self, connection, body, seed, count):
        await asyncio.sleep(LATENCY)
        self.reply(connection, body, [answer_text(seed + index) for index in range(count)])

    async def ignore(self, connection, body, seed, count):
        await self.honour(connection, body, seed, 1)

    async def refuse(self, connection, body, seed, count):
        if count > 1:
            return connection.send(b"400 Bad Request", PLAIN_JSON, b'{"error":{"message":"n must be 1","param":"n"}}')
        await self.honour(connection, body, seed, 1)

    async def silent(self, connection, body, seed, count):
        await asyncio.Event().wait()

    async def trickle(self, connection, body, seed, count):
        first, token = stream_events(body["model"], ["word " * 4], False)[:2]
        connection.start()
        connection.write_chunk(first)
        while True:
            connection.write_chunk(token)
            await asyncio.sleep(0.01)

    async def pulse(self, connection, body, seed, count):
        first, token = stream_events(body["model"], ["word " * 4], False)[:2]
        connection.start()
        connection.write_chunk(first)
        for _ in range(3):
            connection.write_chunk(token)
        while True:
            await asyncio.sleep(2)
            connection.write_chunk(token)

    async def quick(self, connection, body, seed, count):
        self.reply(connection, body, ["The answer is 42."] * count)

    async def many(self, connection, body, seed, count):
        await asyncio.sleep(0.01)
        self.reply(connection, body, ["The answer is 42."] * count)

    async def flood(self, connection, body, seed, count):
        connection.start()
        while True:
            connection.write_chunk(b": " + b"x" * 16_380 + b"\n\n")
            await connection.writable.wait()
            await asyncio.sleep(0)

    async def certain(self, connection, body, seed, count):
        if seed > 8:
            return await self.trickle(connection, body, seed, count)
        if seed == 8:
            await asyncio.sleep(0.1)
        self.reply(connection, body, ["The answer is 42."] * count)

    def reply(self, connection, body, texts):
        if not body.get("stream"):
            return connection.send(b"200 OK", PLAIN_JSON, plain_reply(body["model"], texts))
        usage = bool((body.get("stream_options") or {}).get("include_usage"))
        connection.start()
        connection.write_chunk(b"".join(stream_events(body["model"], texts, usage)))
        connection.finish()

    async def soak(self, connection, body, count):
        model, draw = body["model"], self.random
        if model.startswith("soak-refuse") and count > 1:
            return await self.refuse(connection, body, 0, count)
        seed = body.get("seed", draw.randrange(1 << 30))
        texts = [answer_text(seed + index) for index in range(1 if model.startswith("soak-ignore") else count)]
        fate = draw.choice(FATES) if draw.random() < self.failing else "fine"
        self.fates[fate] = self.fates.get(fate, 0) + 1
        mark = b"X-Mock-Fate: " + fate.encode() + b"\r\n"
        await asyncio.sleep(draw.uniform(0, 0.006))
        if fate == "500":
            return connection.send(b"500 Internal Server Error", PLAIN_JSON + mark, b'{"error":{"message":"broken"}}')
        if fate == "reset before the head":
            return connection.reset()
        if fate == "stall" and draw.random() < 0.5:
            await asyncio.sleep(self.stall)
            return connection.reset()
        if body.get("stream"):
            await self.soak_stream(connection, body, texts, fate, mark)
        else:
            await self.soak_plain(connection, plain_reply(model, texts), fate, mark)

    async def soak_stream(self, connection, body, texts, fate, mark):
        usage = bool((body.get("stream_options") or {}).get("include_usage"))
        events = stream_events(body["model"], texts, usage)
        connection.start(mark)
        cut = len(events) if fate == "fine" else self.random.randrange(1, len(events) - 2)
        for one in events[:cut]:
            connection.write_chunk(one)
            if self.random.random() < 0.3:
                await asyncio.sleep(self.random.uniform(0, 0.003))
        if fate == "garbage JSON":
            connection.write_chunk(b'data: {"choices": [oops\n\n')
        if fate == "stall":
            await asyncio.sleep(self.stall)
        if fate in ("stall", "reset in mid-stream"):
            # A reset drops what the peer has not read; the pause lets it be a reset in the middle.
            await asyncio.sleep(0.002)
            return connection.reset()
        connection.finish()

    async def soak_plain(self, connection, whole, fate, mark):
        if fate == "fine":
            return connection.send(b"200 OK", PLAIN_JSON + mark, whole)
        if fate == "garbage JSON":
            return connection.send(b"200 OK", PLAIN_JSON + mark, b'{"choices": [oops')
        head = b"HTTP/1.1 200 OK\r\n" + PLAIN_JSON + mark + b"Content-Length: %d\r\n\r\n" % len(whole)
        connection.write(head + whole[:len(whole) // 2])
        if fate == "stall":
            await asyncio.sleep(self.stall)
        if fate == "truncated":
            return connection.transport.close()
        await asyncio.sleep(0.002)
        connection.reset()

    def report(self, model):
        calls = self.calls.get(model, [])
        return {"calls": calls, "total": self.total, "open_calls": len(self.open_calls),
                "connections": len(self.connections), "fates": self.fates}


async def control(mock, reader, writer):
    with contextlib.suppress(asyncio.CancelledError):
        while line := await reader.readline():
            writer.write(json.dumps(mock.report(json.loads(line)["model"])).encode() + b"\n")
    writer.close()


async def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=1, help="of the fates of model soak")
    parser.add_argument("--failing", type=float, default=0.1, help="share of model soak's answers that fail")
    parser.add_argument("--stall", type=float, default=1.5, help="seconds that a stall lasts at most")
    options = parser.parse_args()
    mock = Mock(options.seed, options.failing, options.stall)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Connection(mock), "127.0.0.1", 0, backlog=1024)
    controls = await asyncio.start_server(lambda reader, writer: control(mock, reader, writer), "127.0.0.1", 0)
    ports = {"port": server.sockets[0].getsockname()[1], "control": controls.sockets[0].getsockname()[1]}
    print(json.dumps(ports), flush=True)
    await loop.run_in_executor(None, sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(main())
