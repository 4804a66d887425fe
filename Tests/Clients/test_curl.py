"""Hone as curl sees it, with the options that make HTTP clients different from each other."""
import json
import re
import subprocess
import time

import pytest

MODEL = "tiny-arith"
SUM = {"model": MODEL, "messages": [{"role": "user", "content": "What is 17 + 26?"}]}
JSON_TYPE = ("-H", "Content-Type: application/json")
LONG_BYTES = 8 * 1024 * 1024


class Answer:
    """What curl printed, and its exit status."""

    def __init__(self, process):
        self.code = process.returncode
        *_, last = process.stdout.rsplit(b"\n@@", 1)
        self.body = process.stdout.rsplit(b"\n@@", 1)[0]
        status, version, connections = last.split()
        self.status, self.version, self.connections = int(status), version.decode(), int(connections)
        self.log = process.stderr.decode("latin-1")

    @property
    def json(self):
        return json.loads(self.body)


@pytest.fixture
def curl(hone_url):
    """Runs curl on a path; the answer."""
    return at(hone_url)


@pytest.fixture
def curl_at_mock(hone_at_mock):
    """The same before the mock, which takes bodies of any size."""
    return at(str(hone_at_mock.base_url))


def at(url):
    root = url.rstrip("/").removesuffix("/v1")

    def run(path, *options, given=None):
        command = ["curl", "-sS", "-v", "--max-time", "20", "-w", "\n@@%{http_code} %{http_version} %{num_connects}",
                   *options, root + path]
        return Answer(subprocess.run(command, input=given, capture_output=True, timeout=30))

    return run


def chat(**more):
    return json.dumps({**SUM, "seed": 1, **more}).encode()


CHAT = "/v1/chat/completions"


def test_http_1_0(curl):
    answer = curl("/health", "--http1.0")
    assert answer.status == 200 and answer.json == {"status": "ok"}
    assert "< Connection: close" in answer.log


def test_a_stream_over_http_1_0_ends_with_the_connection(curl):
    answer = curl(CHAT, "--http1.0", "-N", *JSON_TYPE, "--data-binary", "@-", given=chat(stream=True))
    assert answer.status == 200 and answer.body.rstrip().endswith(b"data: [DONE]")
    assert "Transfer-Encoding" not in answer.log.split("< HTTP/1")[1]


def test_head(curl):
    answer = curl("/health", "-I")
    assert answer.code == 0 and answer.status == 200 and re.search(r"(?i)content-length: 15", answer.body.decode())


@pytest.mark.parametrize("size", [100, LONG_BYTES])
def test_expect_100_continue(curl_at_mock, size):
    padded = chat(model="structured", user="x" * size)
    begun = time.monotonic()
    answer = curl_at_mock(CHAT, *JSON_TYPE, "-H", "Expect: 100-continue", "--expect100-timeout", "10", "--data-binary", "@-",
                  given=padded)
    # Without the interim answer curl would have waited for it.
    assert answer.status == 200 and "< HTTP/1.1 100 Continue" in answer.log
    assert time.monotonic() - begun < 8


def test_another_expectation(curl):
    assert curl("/health", "-H", "Expect: tea").status == 417


def test_a_refusal_in_place_of_100(curl):
    answer = curl(CHAT, *JSON_TYPE, "-H", "Expect: 100-continue", "-H", "Content-Length: 1000000000",
                  "--data-binary", "{}")
    assert answer.status == 413 and "100 Continue" not in answer.log


@pytest.mark.parametrize("options", [("-X", "POST", "-T", "-"), ("-H", "Transfer-Encoding: chunked", "--data-binary", "@-")])
def test_a_chunked_upload(curl, options):
    answer = curl(CHAT, *JSON_TYPE, *options, given=chat(user="x" * 300_000))
    assert answer.status == 200 and answer.json["choices"][0]["message"]["content"]


def test_a_refined_stream_without_buffering(curl):
    answer = curl(CHAT, "--no-buffer", *JSON_TYPE, "--data-binary", "@-",
                  given=chat(model=f"sc:{MODEL}", stream=True, temperature=0.8))
    assert answer.status == 200 and answer.body.rstrip().endswith(b"data: [DONE]")


def test_compressed_is_answered_plain(curl):
    answer = curl("/openapi.yaml", "--compressed")
    assert answer.status == 200 and answer.body.startswith(b"openapi: 3.1")
    assert "ontent-encoding" not in answer.log.split("< HTTP/1")[1].lower()


def test_an_upgrade_to_http_2_is_not_taken(curl):
    answer = curl("/health", "--http2")
    assert (answer.status, answer.version) == (200, "1.1")


def test_http_2_by_prior_knowledge_is_refused_at_once(curl):
    begun = time.monotonic()
    answer = curl("/health", "--http2-prior-knowledge")
    assert answer.code != 0 and time.monotonic() - begun < 5


def test_many_requests_on_one_connection(curl, hone_url):
    urls = [hone_url.removesuffix("/v1") + "/health"] * 49
    answer = curl("/health", *urls)
    assert answer.code == 0 and answer.body.count(b'{"status":"ok"}') == 50
    assert answer.log.count("Re-using existing connection") == 49


def test_in_parallel(curl, hone_url):
    urls = [hone_url + "/methods"] * 63
    answer = curl("/v1/methods", "--parallel", "--parallel-immediate", "--parallel-max", "64", *urls)
    assert answer.code == 0 and answer.body.count(b'"object":"list"') == 64


@pytest.mark.parametrize("length, status", [(7_000, 404), (9_000, 414)])
def test_long_urls(curl, length, status):
    assert curl("/" + "a" * length).status == status


@pytest.mark.parametrize("path, status", [("/a/../health", 400), ("/./health", 400), ("/health?%C3%A4=%F0%9F%A6%8A", 200)])
def test_paths_as_they_are(curl, path, status):
    assert curl(path, "--path-as-is").status == status


def test_text_that_is_not_ascii(curl):
    answer = curl("/v1/refine/sc?samples=2&temperature=0.8", "-H", "Content-Type: text/plain; charset=utf-8", "-H",
                  "Accept: text/plain", "--data-binary", "@-", given="Was ist 17 + 26? 🦊 Æ".encode())
    assert answer.status == 200 and answer.body


def test_a_file_of_8_mb(curl_at_mock, tmp_path):
    file = tmp_path / "question.json"
    file.write_bytes(chat(model="structured", user="x" * LONG_BYTES))
    answer = curl_at_mock(CHAT, *JSON_TYPE, "-d", f"@{file}")
    assert answer.status == 200 and answer.json["choices"][0]["finish_reason"] == "stop"


def test_a_form_that_is_a_prompt(curl):
    answer = curl("/v1/refine/sc?samples=3&temperature=0.8", "-H", "Accept: text/plain", "-d", "What is 17 + 26?")
    assert answer.body == b"43\n"


def test_connection_close(curl, hone_url):
    answer = curl("/health", "-H", "Connection: close", hone_url.removesuffix("/v1") + "/health")
    assert answer.code == 0 and answer.log.count("< Connection: close") == 2


def test_a_limited_rate(curl):
    answer = curl("/openapi.yaml", "--limit-rate", "200k")
    assert answer.status == 200 and answer.body.rstrip()
