"""A model server that misbehaves in every way it is told to, for Scripts/prove/chaos.

The model's name says how: `BEHAVIOUR.CASE`, or `BEHAVIOUR-PERCENT.CASE` for one that misbehaves in that share of its
calls (by a fixed draw) and is good in the others. CASE is any word; what was answered is counted under the whole name.

A good answer says "The answer is 42.", honours `n`, `stream`, `logprobs` and `stream_options`, and counts 10 prompt
tokens a call and one token for each word. It is the answer that makes every other one in a run wrong or lost.
"""
import asyncio
import collections
import contextlib
import itertools
import json
import random
import socket
import struct

TEXT = "I think that 40 + 2 = 42. The answer is 42."
PROMPT_TOKENS = 10
HUGE_BYTES = 100 * 1024 * 1024
DRIP_SECONDS = 8
JSON_TYPE = "application/json"
EVENTS_TYPE = "text/event-stream"


class Hangup(Exception):
    """The answer ends here; the connection is closed."""


def words():
    return [word + " " for word in TEXT.split(" ")[:-1]] + [TEXT.split(" ")[-1]]


def logprobs(word, top):
    listed = [{"token": word if rank == 0 else f"{word}{rank}", "logprob": -0.05 - 3 * rank, "bytes": None}
              for rank in range(top)]
    return {"content": [{"token": word, "logprob": -0.05, "bytes": None, "top_logprobs": listed}]}


class Call:
    """One call of Hone's and the answer to it."""

    def __init__(self, body, reader, writer, upstream):
        self.body, self.reader, self.writer, self.upstream = body, reader, writer, upstream
        self.model = body.get("model", "good.")
        self.count = body.get("n") or 1
        self.streams = bool(body.get("stream"))

    # MARK: Good answers

    def usage(self, count=None):
        completion = (self.count if count is None else count) * len(words())
        return {"prompt_tokens": PROMPT_TOKENS, "completion_tokens": completion,
                "total_tokens": PROMPT_TOKENS + completion}

    def log(self, word):
        return logprobs(word, self.body.get("top_logprobs") or 0) if self.body.get("logprobs") else None

    def whole(self, count=None, usage=None):
        count = self.count if count is None else count
        log = self.log("x") and {"content": [self.log(word)["content"][0] for word in words()]}
        choices = [{"index": index, "message": {"role": "assistant", "content": TEXT}, "logprobs": log,
                    "finish_reason": "stop"} for index in range(count)]
        return json.dumps({"id": "chatcmpl-chaos", "object": "chat.completion", "created": 1, "model": self.model,
                           "choices": choices, "usage": self.usage(count) if usage is None else usage}).encode()

    def chunk(self, choices, **more):
        value = {"id": "chatcmpl-chaos", "object": "chat.completion.chunk", "created": 1, "model": self.model,
                 "choices": choices, **more}
        return b"data: " + json.dumps(value).encode() + b"\n\n"

    def events(self, count=None, usage=None):
        count = self.count if count is None else count
        events = []
        for index in range(count):
            events.append(self.chunk([{"index": index, "delta": {"role": "assistant", "content": ""},
                                       "finish_reason": None}]))
        for word in words():
            for index in range(count):
                events.append(self.chunk([{"index": index, "delta": {"content": word}, "logprobs": self.log(word),
                                           "finish_reason": None}]))
        for index in range(count):
            events.append(self.chunk([{"index": index, "delta": {}, "finish_reason": "stop"}]))
        if (self.body.get("stream_options") or {}).get("include_usage"):
            events.append(self.chunk([], usage=self.usage(count) if usage is None else usage))
        return events + [b"data: [DONE]\n\n"]

    async def good(self, count=None, usage=None):
        if self.streams:
            self.head(200, EVENTS_TYPE, chunked=True)
            await self.send(self.chunked(*self.events(count, usage)))
        else:
            await self.reply(200, self.whole(count, usage))
        self.upstream.count(self.model, usage or self.usage(count))

    # MARK: Bytes

    def head(self, status, media_type, length=None, chunked=False, fields=()):
        lines = [f"HTTP/1.1 {status} Whatever", f"Content-Type: {media_type}", *fields]
        if length is not None:
            lines.append(f"Content-Length: {length}")
        if chunked:
            lines.append("Transfer-Encoding: chunked")
        self.writer.write(("\r\n".join(lines) + "\r\n\r\n").encode())

    @staticmethod
    def piece(data):
        return b"%x\r\n%b\r\n" % (len(data), data)

    def chunked(self, *pieces):
        return b"".join(map(self.piece, pieces)) + b"0\r\n\r\n"

    async def send(self, data):
        self.writer.write(data)
        await self.writer.drain()

    async def reply(self, status, body, media_type=JSON_TYPE, fields=()):
        self.head(status, media_type, len(body), fields=fields)
        await self.send(body)

    async def start(self):
        """A head and half of a good answer."""
        if self.streams:
            self.head(200, EVENTS_TYPE, chunked=True)
            events = self.events()
            for event in events[:len(events) // 2]:
                self.writer.write(self.piece(event))
        else:
            body = self.whole()
            self.head(200, JSON_TYPE, len(body))
            self.writer.write(body[:len(body) // 2])
        await self.writer.drain()

    def reset(self):
        raw = self.writer.get_extra_info("socket")
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.writer.transport.abort()
        raise Hangup

    async def until_client_leaves(self):
        while await self.reader.read(1 << 16):
            pass
        raise Hangup

    # MARK: Behaviours: connections

    async def reset_before(self):
        self.reset()

    async def close_before(self):
        raise Hangup

    async def close_after_head(self):
        self.head(200, EVENTS_TYPE if self.streams else JSON_TYPE, length=500)
        raise Hangup

    async def reset_in_middle(self):
        await self.start()
        # A reset throws away what the peer has not read yet; after this it is one in the middle.
        await asyncio.sleep(0.01)
        self.reset()

    async def stall_before(self):
        await self.until_client_leaves()

    async def stall_after_head(self):
        self.head(200, EVENTS_TYPE if self.streams else JSON_TYPE, chunked=True)
        await self.until_client_leaves()

    async def stall_after(self):
        await self.start()
        await self.until_client_leaves()

    async def drip(self):
        """One byte a second, for longer than anybody waits."""
        body = b"".join(self.events()) if self.streams else self.whole()
        self.head(200, EVENTS_TYPE if self.streams else JSON_TYPE, len(body))
        for byte in body[:DRIP_SECONDS]:
            await self.send(bytes([byte]))
            await asyncio.sleep(1)
        raise Hangup

    # MARK: Behaviours: refusals

    async def refuse(self, status, fields=()):
        body = json.dumps({"error": {"message": f"Chaos says {status}.", "type": "chaos", "param": None,
                                     "code": "chaos"}}).encode()
        await self.reply(status, body, fields=fields)

    async def status_400(self):
        await self.refuse(400)

    async def status_401(self):
        await self.refuse(401)

    async def status_429(self):
        await self.refuse(429)

    async def status_429_retry(self):
        await self.refuse(429, ["Retry-After: 1"])

    async def status_429_retry_late(self):
        await self.refuse(429, ["Retry-After: 86400"])

    async def status_500(self):
        await self.refuse(500)

    async def status_503(self):
        await self.refuse(503)

    async def status_503_retry(self):
        await self.refuse(503, ["Retry-After: 1"])

    async def status_500_html(self):
        await self.reply(500, b"<html><body><h1>Oops</h1></body></html>", "text/html")

    async def redirect(self):
        await self.reply(302, b"", fields=["Location: http://127.0.0.1:9/v1/chat/completions"])

    # MARK: Behaviours: bodies

    async def truncated(self):
        """A stream that ends well as HTTP and not at all as an answer; a body shorter than announced."""
        await self.start()
        if not self.streams:
            raise Hangup
        await self.send(b"0\r\n\r\n")

    async def garbage_json(self):
        if self.streams:
            self.head(200, EVENTS_TYPE, chunked=True)
            await self.send(self.chunked(self.events()[0], b'data: {"choices": [{"delta": oops\n\n',
                                         *self.events()[1:]))
        else:
            await self.reply(200, b'{"choices": [{"message": oops')

    async def garbage_bytes(self):
        noise = random.Random(7).randbytes(4096)
        await self.reply(200, noise, EVENTS_TYPE if self.streams else JSON_TYPE)

    async def not_events(self):
        """A stream of text that has no event in it."""
        await self.reply(200, b"Hello, I am not a stream of events.\n" * 20, EVENTS_TYPE if self.streams else JSON_TYPE)

    async def html(self):
        await self.reply(200, b"<html><body>The answer is 7. Log in first.</body></html>", "text/html")

    async def empty(self):
        await self.reply(200, b"", EVENTS_TYPE if self.streams else JSON_TYPE)

    async def error_with_200(self):
        error = json.dumps({"error": {"message": "The answer is 7: out of memory.", "type": "chaos", "code": 500}})
        if self.streams:
            self.head(200, EVENTS_TYPE, chunked=True)
            await self.send(self.chunked(f"data: {error}\n\n".encode()))
        else:
            await self.reply(200, error.encode())

    async def error_with_200_json(self):
        await self.reply(200, b'{"error": {"message": "The answer is 7: out of memory.", "type": "chaos"}}')

    async def error_in_middle(self):
        if not self.streams:
            return await self.error_with_200()
        self.head(200, EVENTS_TYPE, chunked=True)
        await self.send(self.chunked(*self.events()[:len(self.events()) // 2],
                                     b'data: {"error": {"message": "Out of memory.", "type": "chaos"}}\n\n'))

    async def wrong_types(self):
        choices = [{"index": "first", "message": ["no"], "delta": 7, "finish_reason": {}}]
        value = json.dumps({"id": 7, "object": None, "choices": choices, "usage": "much"}).encode()
        if self.streams:
            self.head(200, EVENTS_TYPE, chunked=True)
            await self.send(self.chunked(b"data: " + value + b"\n\n", b"data: [DONE]\n\n"))
        else:
            await self.reply(200, value)

    async def deep_json(self):
        value = b'{"choices":' + b"[" * 100_000 + b"]" * 100_000 + b"}"
        if self.streams:
            self.head(200, EVENTS_TYPE, chunked=True)
            await self.send(self.chunked(b"data: " + value + b"\n\n"))
        else:
            await self.reply(200, value)

    # MARK: Behaviours: counts

    async def fewer_choices(self):
        await self.good(count=max(1, self.count - 1))

    async def no_choices(self):
        await self.good(count=0)

    async def more_choices(self):
        await self.good(count=self.count + 2)

    async def usage_negative(self):
        await self.good(usage={"prompt_tokens": -5, "completion_tokens": -7, "total_tokens": 99})

    async def usage_enormous(self):
        huge = 2 ** 63 - 1
        await self.good(usage={"prompt_tokens": huge, "completion_tokens": huge, "total_tokens": huge})

    # MARK: Behaviours: sizes

    async def flood(self, start, end, kind):
        """A body of 100 MB, as fast as it is taken."""
        block = b"x" * (1 << 16)
        count = HUGE_BYTES // len(block)
        self.head(200, kind, len(start) + count * len(block) + len(end))
        self.writer.write(start)
        for _ in range(count):
            await self.send(block)
        await self.send(end)

    async def huge_text(self):
        """One message of 100 MB; in a stream one event."""
        start = b'{"choices":[{"index":0,"%s":{"role":"assistant","content":"' % (b"delta" if self.streams else b"message")
        end = b'"},"finish_reason":"stop"}]}'
        if self.streams:
            await self.flood(b"data: " + start, end + b"\n\ndata: [DONE]\n\n", EVENTS_TYPE)
        else:
            await self.flood(start, end, JSON_TYPE)

    async def huge_spaces(self):
        """White space without end where JSON or an event should be."""
        if self.streams:
            await self.flood(b": ", b"\n\n", EVENTS_TYPE)
        else:
            await self.flood(b'{"x": "', b'"}', JSON_TYPE)

    async def huge_stream(self):
        """100 MB of events that are all good, of 16 KB each."""
        if not self.streams:
            return await self.huge_text()
        event = self.chunk([{"index": 0, "delta": {"content": "y" * 16_000}, "finish_reason": None}])
        self.head(200, EVENTS_TYPE, chunked=True)
        for _ in range(HUGE_BYTES // len(event)):
            await self.send(self.piece(event))
        await self.send(self.chunked(b"data: [DONE]\n\n"))

    async def huge_error(self):
        block = b"x" * (1 << 16)
        self.head(500, JSON_TYPE, HUGE_BYTES)
        for _ in range(HUGE_BYTES // len(block)):
            await self.send(block)

    async def huge_head(self):
        self.writer.write(b"HTTP/1.1 200 OK\r\n")
        for number in range(HUGE_BYTES // 8192):
            await self.send(b"X-%d: %b\r\n" % (number, b"x" * 8180))

    # MARK: Behaviours: HTTP

    async def second_answer(self):
        """After the good answer the bytes of another one that nobody has asked for."""
        other = TEXT.replace("42", "7").encode()
        second = (b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%b"
                  % (len(other), other))
        if self.streams:
            self.head(200, EVENTS_TYPE, chunked=True)
            await self.send(self.chunked(*self.events()) + second)
        else:
            body = self.whole()
            self.head(200, JSON_TYPE, len(body))
            await self.send(body + second)
        self.upstream.count(self.model, self.usage())

    async def bad_chunking(self):
        self.head(200, EVENTS_TYPE if self.streams else JSON_TYPE, chunked=True)
        await self.send(self.piece(self.events()[0]) + b"zz\r\nnot a chunk\r\n0\r\n\r\n")

    async def two_lengths(self):
        body = b"".join(self.events()) if self.streams else self.whole()
        self.head(200, EVENTS_TYPE if self.streams else JSON_TYPE, len(body), fields=["Content-Length: 3"])
        await self.send(body)

    async def not_http(self):
        await self.send(b"SSH-2.0-OpenSSH_9.2p1\r\n")
        raise Hangup


CONTINUES = {"good", "fewer_choices", "more_choices", "usage_negative", "usage_enormous", "second_answer"}
"""Behaviours whose answer is a good one, whatever else is wrong with it."""
HUGE = {"huge_text", "huge_spaces", "huge_stream", "huge_error", "huge_head"}
BEHAVIOURS = [name for name, value in vars(Call).items()
              if asyncio.iscoroutinefunction(value)
              and name not in ("send", "reply", "start", "until_client_leaves", "refuse", "flood")]


class Upstream:
    def __init__(self, seed=1):
        self.random = random.Random(seed)
        self.usage = collections.defaultdict(collections.Counter)
        self.calls = collections.Counter()
        self.open = 0
        self.connections = 0
        self.draws = collections.defaultdict(itertools.count)

    def count(self, model, usage):
        self.usage[model].update({name: value for name, value in usage.items()})

    def is_bad(self, model, percent):
        """Whether this call of the model's is one of its bad ones: a fixed order with the right share."""
        number = next(self.draws[model])
        return random.Random(f"{model}/{number}").random() * 100 < percent

    def behaviour(self, model):
        name, _, percent = model.split(".")[0].partition("-")
        if name not in BEHAVIOURS or (percent and not self.is_bad(model, int(percent))):
            return "good"
        return name

    async def serve(self, reader, writer):
        self.connections += 1
        writer.transport.set_write_buffer_limits(1 << 18)
        writer.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        try:
            while await self.answer(reader, writer):
                pass
        except (Hangup, OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            self.connections -= 1
            with contextlib.suppress(OSError):
                writer.close()

    async def answer(self, reader, writer):
        head = await reader.readuntil(b"\r\n\r\n")
        line, *lines = head.decode("latin-1").split("\r\n")
        fields = dict(field.lower().split(": ", 1) for field in lines if ": " in field)
        if "100-continue" in fields.get("expect", ""):
            writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        body = await reader.readexactly(int(fields.get("content-length", 0)))
        if line.startswith("GET"):
            listed = json.dumps({"object": "list", "data": [{"id": "good.0", "object": "model"}]}).encode()
            call = Call({}, reader, writer, self)
            await call.reply(200, listed)
            return True
        call = Call(json.loads(body), reader, writer, self)
        self.calls[call.model] += 1
        self.open += 1
        try:
            await getattr(call, self.behaviour(call.model))()
        finally:
            self.open -= 1
        return True

    async def listen(self):
        server = await asyncio.start_server(self.serve, "127.0.0.1", 0, backlog=1024, limit=1 << 20)
        return server, server.sockets[0].getsockname()[1]


async def control(upstream, reader, writer):
    """Each line asks for what was counted; the answer is one line."""
    with contextlib.suppress(asyncio.CancelledError):
        while await reader.readline():
            writer.write(json.dumps({"usage": upstream.usage, "calls": upstream.calls, "open": upstream.open,
                                     "connections": upstream.connections}).encode() + b"\n")
    writer.close()


async def main():
    import sys
    upstream = Upstream()
    server, port = await upstream.listen()
    controls = await asyncio.start_server(lambda *streams: control(upstream, *streams), "127.0.0.1", 0)
    print(json.dumps({"port": port, "control": controls.sockets[0].getsockname()[1]}), flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(main())
