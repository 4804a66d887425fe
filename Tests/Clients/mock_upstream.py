"""A model server that does what the model's name says, for what no real one does on demand."""
import http.server
import json
import threading
import time

ENVELOPE = {"id": "chatcmpl-mock", "object": "chat.completion.chunk", "created": 1, "model": "mock"}

CALL = {"id": "call_1", "type": "function", "function": {"name": "look_up", "arguments": '{"key": 7}'}}
MESSAGES = {"tools": {"tool_calls": [CALL]}, "json": {"content": '{"value": 7}'}}


class MockUpstream:
    """Serves on a free port until `stop`.

    Models: `status-N` refuses with that status; `busy-once` answers 429 the first time and then speaks; `endless`
    streams until the client leaves; `breaks` closes inside its stream; `error-event` sends an error inside its stream;
    `silent` waits until the client leaves; `tools` calls a tool, `json` answers with an object; `structured` writes
    JSON; `tool` calls the tool `add`, and says the result once it is told.
    """

    def __init__(self):
        self.is_busy = True
        self._running = 0
        self._changed = threading.Condition()
        self._server = _Server(("127.0.0.1", 0), type("Handler", (_Handler,), {"mock": self}))
        self._thread = threading.Thread(target=self._server.serve_forever)
        self._thread.start()

    @property
    def base_url(self):
        return f"http://127.0.0.1:{self._server.server_port}/v1"

    def wait_until(self, is_met, seconds=5):
        """Whether the number of requests that are being answered was as `is_met` wants it, within so many seconds."""
        with self._changed:
            return self._changed.wait_for(lambda: is_met(self._running), seconds)

    def add_running(self, count):
        with self._changed:
            self._running += count
            self._changed.notify_all()

    def stop(self):
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


class _Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    # All samples of a run come at once; a connection that finds no room tries again a second later.
    request_queue_size = 128


class _Handler(http.server.BaseHTTPRequestHandler):
    mock: MockUpstream
    protocol_version = "HTTP/1.1"
    # Head and body are two writes, which Nagle's algorithm would hold 40 ms apart.
    disable_nagle_algorithm = True

    def do_POST(self):
        self.mock.add_running(1)
        try:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            self._reply(asked["model"], asked)
        except OSError:
            # The client has left.
            self.close_connection = True
        finally:
            self.mock.add_running(-1)

    def _reply(self, name, asked):
        if name.startswith("status-"):
            self._refuse(int(name.removeprefix("status-")))
        elif name == "busy-once" and self.mock.is_busy:
            self.mock.is_busy = False
            self._refuse(429)
        elif name == "busy-once":
            message = {"role": "assistant", "content": "Here I am."}
            choice = {"index": 0, "message": message, "finish_reason": "stop"}
            self._answer(200, {**ENVELOPE, "object": "chat.completion", "choices": [choice]})
        elif name in MESSAGES:
            message = {"role": "assistant", "content": None, **MESSAGES[name]}
            reason = "tool_calls" if "tool_calls" in message else "stop"
            choice = {"index": 0, "message": message, "finish_reason": reason}
            self._answer(200, {**ENVELOPE, "object": "chat.completion", "choices": [choice]})
        elif name == "structured":
            self._say({"content": json.dumps({"steps": ["17 + 26"], "result": 43})}, "stop", asked)
        elif name == "tool" and asked["messages"][-1]["role"] == "tool":
            self._say({"content": f"It is {asked['messages'][-1]['content']}."}, "stop", asked)
        elif name == "tool":
            function = {"name": "add", "arguments": json.dumps({"steps": [], "result": 43})}
            self._say({"content": None, "tool_calls": [{"index": 0, "id": "call_1", "type": "function",
                                                        "function": function}]}, "tool_calls", asked)
        elif name == "silent":
            self.connection.recv(1)
            self.close_connection = True
        else:
            self._stream(name)

    def _say(self, message, reason, asked):
        """One message for each choice that is asked for, whole or as a stream."""
        message = {"role": "assistant", **message}
        indices = range(asked.get("n") or 1)
        if not asked.get("stream"):
            choices = [{"index": index, "message": message, "finish_reason": reason} for index in indices]
            return self._answer(200, {**ENVELOPE, "object": "chat.completion", "choices": choices})
        self._start(200, {"Content-Type": "text/event-stream", "Transfer-Encoding": "chunked"})
        for index in indices:
            self._event({**ENVELOPE, "choices": [{"index": index, "delta": message, "finish_reason": None}]})
            self._event({**ENVELOPE, "choices": [{"index": index, "delta": {}, "finish_reason": reason}]})
        self.wfile.write(b"e\r\ndata: [DONE]\n\n\r\n0\r\n\r\n")

    def _refuse(self, status):
        error = {"message": f"Refused with {status}.", "type": "mock_error", "param": "model", "code": "mock"}
        self._answer(status, {"error": error}, {"Retry-After": "1"})

    def _answer(self, status, value, fields=None):
        body = json.dumps(value).encode()
        self._start(status, {"Content-Type": "application/json", "Content-Length": len(body), **(fields or {})})
        self.wfile.write(body)

    def _stream(self, name):
        self._start(200, {"Content-Type": "text/event-stream", "Transfer-Encoding": "chunked"})
        self._piece("One")
        if name == "error-event":
            self._event({"error": {"message": "The model ran out of memory.", "type": "mock_error", "code": "mock"}})
        while name == "endless":
            self._piece(" more")
            time.sleep(0.005)
        # Without its last chunk the stream is a broken one.
        self.close_connection = True

    def _piece(self, text):
        self._event({**ENVELOPE, "choices": [{"index": 0, "delta": {"role": "assistant", "content": text}}]})

    def _event(self, value):
        data = b"data: " + json.dumps(value).encode() + b"\n\n"
        self.wfile.write(b"%x\r\n%s\r\n" % (len(data), data))

    def _start(self, status, fields):
        self.send_response(status)
        for name, value in fields.items():
            self.send_header(name, str(value))
        self.end_headers()

    def log_message(self, *_):
        pass
