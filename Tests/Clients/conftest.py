"""The servers that the tests talk to: the embedded model, Hone before it, before a mock, and before nothing."""
import contextlib
import os
import pathlib
import socket
import subprocess

import mock_upstream
import openai
import pytest

HONE = pathlib.Path(os.environ["HONE"])
STOP_SECONDS = 15


@contextlib.contextmanager
def listening(*arguments, cwd):
    """Runs `hone` on a free port; gives the URL of its API once it accepts connections, and ends it by its pid."""
    log = cwd / f"{arguments[0]}.log"
    with log.open("w") as stderr, subprocess.Popen(
        [HONE, *arguments, "--port", "0"], stdout=subprocess.PIPE, stderr=stderr, text=True
    ) as process:
        try:
            line = process.stdout.readline()
            assert " listening on http://" in line, f"{arguments}: {line!r} {log.read_text()}"
            yield line.split()[-1] + "/v1"
            process.terminate()
            assert process.stdout.read() == "", "Only one line is for stdout."
            assert process.wait(STOP_SECONDS) == 0, log.read_text()
        finally:
            process.kill()


def client_of(base_url, **options):
    return openai.OpenAI(base_url=base_url, api_key="unused", **{"max_retries": 0, "timeout": 20} | options)


@pytest.fixture(scope="session")
def model_url(tmp_path_factory):
    with listening("tiny-model", cwd=tmp_path_factory.mktemp("model")) as url:
        yield url


@pytest.fixture(scope="session")
def hone_url(model_url, tmp_path_factory):
    with listening("serve", "--upstream", model_url, cwd=tmp_path_factory.mktemp("hone")) as url:
        yield url


@pytest.fixture(scope="session")
def model(model_url):
    """The embedded model, asked directly."""
    with client_of(model_url) as client:
        yield client


@pytest.fixture(scope="session")
def hone(hone_url):
    """Hone before the embedded model."""
    with client_of(hone_url) as client:
        yield client


@pytest.fixture(scope="session")
def mock():
    upstream = mock_upstream.MockUpstream()
    yield upstream
    upstream.stop()


@pytest.fixture(scope="session")
def hone_at_mock(mock, tmp_path_factory):
    """Hone before the mock."""
    cwd = tmp_path_factory.mktemp("at-mock")
    with listening("serve", "--upstream", mock.base_url, cwd=cwd) as url, client_of(url) as client:
        yield client


@pytest.fixture
def hone_at_nothing(closed_port, tmp_path):
    """Hone before a model server that is down."""
    with listening("serve", "--upstream", f"http://127.0.0.1:{closed_port}/v1", cwd=tmp_path) as url:
        with client_of(url) as client:
            yield client


@pytest.fixture
def closed_port():
    """A port at which nobody listens, held so that nobody begins to."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        yield held.getsockname()[1]
