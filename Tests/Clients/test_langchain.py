"""Hone as `langchain-openai` sees it."""
import asyncio

import langchain_openai
import openai
import pydantic
import pytest

QUESTION = "What is 17 + 26?"


class Sum(pydantic.BaseModel):
    """What the mock's model `structured` writes."""

    steps: list[str]
    result: int


@pytest.fixture
def chat(hone_url):
    def make(model="tiny-arith", url=hone_url, **options):
        return langchain_openai.ChatOpenAI(
            model=model, base_url=url, api_key="unused", temperature=0.8, max_retries=0, timeout=20,
            **{"seed": 1} | options)

    return make


@pytest.mark.parametrize("model", ["tiny-arith", "sc:tiny-arith"])
def test_invoke(chat, model):
    message = chat(model).invoke(QUESTION)
    assert "43" in message.content and message.usage_metadata["total_tokens"] > 0
    assert message.response_metadata["finish_reason"] == "stop"


def test_the_method_in_the_body(chat):
    message = chat(extra_body={"hone": {"method": "sc", "samples": 4}}).invoke(QUESTION)
    assert "43" in message.content


@pytest.mark.parametrize("model", ["tiny-arith", "sc:tiny-arith"])
def test_stream(chat, model):
    pieces = list(chat(model, stream_usage=True).stream(QUESTION))
    assert "43" in "".join(piece.content for piece in pieces)
    assert sum(piece.usage_metadata["total_tokens"] for piece in pieces if piece.usage_metadata) > 0


def test_batch(chat):
    messages = chat("sc:tiny-arith").batch([QUESTION] * 20, config={"max_concurrency": 20})
    assert all("43" in message.content for message in messages)


def test_asynchronously(chat):
    assert "43" in asyncio.run(chat("sc:tiny-arith").ainvoke(QUESTION)).content


def test_structured_output(chat, mock, hone_at_mock):
    structured = chat("sc:structured", url=str(hone_at_mock.base_url)).with_structured_output(Sum)
    assert structured.invoke(QUESTION) == Sum(steps=["17 + 26"], result=43)


def test_tools(chat, hone_at_mock):
    message = chat("tool", url=str(hone_at_mock.base_url)).bind_tools([Sum]).invoke(QUESTION)
    assert message.tool_calls[0]["args"]["result"] == 43


def test_an_error_keeps_its_class(chat):
    with pytest.raises(openai.BadRequestError):
        chat(extra_body={"hone": {"method": "sc", "samples": 0}}).invoke(QUESTION)
