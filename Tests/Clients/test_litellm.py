"""Hone as `litellm` sees it, which many gateways and agents are built on."""
import asyncio

import litellm
import pytest

MODEL = "openai/tiny-arith"
SUM = [{"role": "user", "content": "What is 17 + 26?"}]


@pytest.fixture
def asked(hone_url):
    return {"api_base": hone_url, "api_key": "unused", "messages": SUM, "temperature": 0.8, "seed": 1,
            "num_retries": 0, "timeout": 20}


def test_plain(asked):
    completion = litellm.completion(model=MODEL, **asked)
    assert "43" in completion.choices[0].message.content and completion.usage.total_tokens > 0


def test_refined_by_the_models_name(asked):
    completion = litellm.completion(model="openai/sc:tiny-arith", **asked)
    assert "43" in completion.choices[0].message.content and completion.choices[0].finish_reason == "stop"


def test_refined_by_the_body(asked):
    completion = litellm.completion(model=MODEL, extra_body={"hone": {"method": "sc", "samples": 4}}, **asked)
    assert "43" in completion.choices[0].message.content


@pytest.mark.parametrize("model", [MODEL, "openai/sc:tiny-arith"])
def test_streamed(asked, model):
    chunks = list(litellm.completion(model=model, stream=True, stream_options={"include_usage": True}, **asked))
    assert "43" in "".join(choice.delta.content or "" for chunk in chunks for choice in chunk.choices)
    assert chunks[-1].usage.total_tokens > 0


def test_twenty_at_once(asked):
    async def ask():
        return await asyncio.gather(*(litellm.acompletion(model="openai/sc:tiny-arith", **asked) for _ in range(20)))

    assert all("43" in completion.choices[0].message.content for completion in asyncio.run(ask()))


def test_an_error_keeps_its_class(asked):
    with pytest.raises(litellm.BadRequestError) as raised:
        litellm.completion(model=MODEL, extra_body={"hone": {"method": "sc", "samples": 0}}, **asked)
    assert "hone.samples" in str(raised.value)
    with pytest.raises(litellm.NotFoundError):
        litellm.completion(model="openai/nobody", **asked)
