"""Hone before llama.cpp's own server, which has quirks that no server of ours would think of."""
import pathlib
import subprocess
import sys

import conftest
import openai
import pytest

HERE = pathlib.Path(__file__).resolve().parent
MODEL_FILE = HERE.parents[1] / "Sources" / "TinyModel" / "Resources" / "model.gguf"
MODEL = "tiny-arith"
SUM = [{"role": "user", "content": "What is 17 + 26?"}]
APPLES = [{
    "role": "user",
    "content": "Mia has 80 apples. She sells 6 and gives 2 bags of 27 away. How many apples does Mia have now?"}]


@pytest.fixture(scope="module")
def llama():
    """The address of llama.cpp's API."""
    command = [sys.executable, str(HERE / "llama_server.py"), str(MODEL_FILE)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        try:
            line = process.stdout.readline()
            assert "listening on" in line, line
            yield line.split()[-1].rstrip("/") + "/v1"
        finally:
            process.terminate()
            process.wait(conftest.STOP_SECONDS)


@pytest.fixture(scope="module")
def direct(llama):
    with conftest.client_of(llama) as client:
        yield client


@pytest.fixture(scope="module")
def hone_at_llama(llama, tmp_path_factory):
    with conftest.listening("serve", "--upstream", llama, cwd=tmp_path_factory.mktemp("llama")) as url:
        with conftest.client_of(url) as client:
            yield client


def test_a_completion_is_the_servers_own(hone_at_llama, direct):
    asked = {"model": MODEL, "messages": APPLES, "seed": 3, "temperature": 1.0}
    through, own = (client.chat.completions.create(**asked) for client in (hone_at_llama, direct))
    assert through.choices[0].message == own.choices[0].message
    assert through.usage.total_tokens == own.usage.total_tokens


def test_a_stream_is_the_servers_own(hone_at_llama, direct):
    def text(client):
        chunks = client.chat.completions.create(model=MODEL, messages=APPLES, seed=3, temperature=1.0, stream=True)
        return "".join(choice.delta.content or "" for chunk in chunks for choice in chunk.choices)

    assert text(hone_at_llama) == text(direct) != ""


def test_the_samples_are_the_servers_own(llama, direct, tmp_path):
    # One after the other: what is computed beside it changes the last digits of a sample's probabilities.
    with conftest.listening("serve", "--upstream", llama, "--max-in-flight", "1", cwd=tmp_path) as url:
        with conftest.client_of(url) as client:
            check_samples(client, direct)


def check_samples(hone, direct):
    settings = {"method": "sc", "samples": 4, "early_stop": "never", "include": ["samples"]}
    asked = {"model": MODEL, "messages": APPLES, "temperature": 1.0}
    refined = hone.chat.completions.create(seed=10, extra_body={"hone": settings}, **asked)
    own = [direct.chat.completions.create(seed=10 + index, **asked) for index in range(4)]
    assert [item["text"] for item in refined.hone["samples"]["items"]] == [
        completion.choices[0].message.content for completion in own]
    assert refined.usage.completion_tokens == sum(completion.usage.completion_tokens for completion in own)


@pytest.mark.parametrize("method", ["sc", "esc", "asc", "dsc", "usc", "sa", "refine", "bon", "dc", "soft-sc", "ptrue", "hone"])
@pytest.mark.parametrize("streams", [False, True])
def test_every_method(hone_at_llama, method, streams):
    settings = {"method": method, "answer": {"type": "number"}, "budget": {"deadline_ms": 15000}}
    asked = {"model": MODEL, "messages": SUM, "temperature": 0.8, "extra_body": {"hone": settings}}
    if streams:
        chunks = list(hone_at_llama.chat.completions.create(stream=True, **asked))
        evidence = chunks[-1].hone
    else:
        evidence = hone_at_llama.chat.completions.create(**asked).hone
    # How well a model of this size judges its own samples is no question to Hone.
    assert evidence["answer"].isdecimal()
    assert evidence["usage"]["total_tokens"] > 0


def test_more_samples_than_it_has_slots(hone_at_llama):
    settings = {"method": "sc", "samples": 40, "early_stop": "never"}
    refined = hone_at_llama.chat.completions.create(
        model=MODEL, messages=SUM, temperature=0.8, extra_body={"hone": settings})
    assert refined.hone["samples"]["received"] == 40 and refined.hone["answer"] == "43"


@pytest.mark.parametrize("method", ["", "sc:"])
def test_a_prompt_that_is_too_long(hone_at_llama, method):
    with pytest.raises(openai.BadRequestError) as raised:
        hone_at_llama.chat.completions.create(
            model=method + MODEL, messages=[{"role": "user", "content": "1 + " * 3000}])
    assert "context" in raised.value.message
