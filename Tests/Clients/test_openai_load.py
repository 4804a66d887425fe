"""Hone as the `openai` package sees it when it does everything at once: the asynchronous client, parsed outputs, tools."""
import asyncio
import json

import openai
import pydantic
import pytest

MODEL = "tiny-arith"
SUM = [{"role": "user", "content": "What is 17 + 26?"}]
AT_ONCE = 100


class Sum(pydantic.BaseModel):
    """What the mock's model `structured` writes."""

    steps: list[str]
    result: int


def asynchronously(url, work, **options):
    async def run():
        async with openai.AsyncOpenAI(
            base_url=url, api_key="unused", **{"max_retries": 0, "timeout": 30} | options
        ) as client:
            return await work(client)

    return asyncio.run(run())


class TestAHundredAtOnce:
    def test_plain(self, hone_url, model):
        async def ask(client):
            create = client.chat.completions.create
            return await asyncio.gather(*(create(
                model=MODEL, messages=SUM, temperature=1.0, seed=seed) for seed in range(AT_ONCE)))

        completions = asynchronously(hone_url, ask)
        assert len({completion.id for completion in completions}) == AT_ONCE
        for seed in (0, 42, 99):
            direct = model.chat.completions.create(model=MODEL, messages=SUM, temperature=1.0, seed=seed)
            assert completions[seed].choices[0].message.content == direct.choices[0].message.content

    def test_refined(self, hone_url):
        async def ask(client):
            settings = {"method": "sc", "samples": 3, "early_stop": "never"}
            create = client.chat.completions.create
            return await asyncio.gather(*(create(
                model=MODEL, messages=SUM, temperature=0.8, seed=seed, extra_body={"hone": settings})
                for seed in range(AT_ONCE)))

        completions = asynchronously(hone_url, ask)
        assert len({completion.hone["id"] for completion in completions}) == AT_ONCE
        assert all(completion.hone["samples"]["received"] == 3 for completion in completions)

    def test_streamed(self, hone_url):
        async def one(client, seed):
            stream = await client.chat.completions.create(
                model=f"sc:{MODEL}" if seed % 2 else MODEL, messages=SUM, temperature=0.8, seed=seed, stream=True)
            return [chunk async for chunk in stream]

        async def ask(client):
            return await asyncio.gather(*(one(client, seed) for seed in range(AT_ONCE)))

        for chunks in asynchronously(hone_url, ask):
            assert chunks[-1].choices[0].finish_reason in ("stop", "length")
            assert len({chunk.id for chunk in chunks}) == 1

    def test_clients_that_leave_in_the_middle(self, hone_at_mock, mock):
        async def one(client):
            stream = await client.chat.completions.create(model="endless", messages=SUM, stream=True)
            async for _ in stream:
                await stream.close()
                return

        async def ask(client):
            await asyncio.gather(*(one(client) for _ in range(AT_ONCE)))

        asynchronously(str(hone_at_mock.base_url), ask)
        assert mock.wait_until(lambda running: running == 0)


class TestParsed:
    """`parse` sends a JSON schema as `response_format` and reads the answer by it."""

    def test_passed_on(self, hone_at_mock):
        completion = hone_at_mock.chat.completions.parse(model="structured", messages=SUM, response_format=Sum)
        assert completion.choices[0].message.parsed == Sum(steps=["17 + 26"], result=43)

    def test_refined(self, hone_at_mock):
        completion = hone_at_mock.chat.completions.parse(
            model="structured", messages=SUM, response_format=Sum,
            extra_body={"hone": {"method": "sc", "samples": 3, "early_stop": "never"}})
        assert completion.choices[0].message.parsed == Sum(steps=["17 + 26"], result=43)
        assert completion.hone["samples"]["received"] == 3

    def test_streamed(self, hone_at_mock):
        with hone_at_mock.chat.completions.stream(
            model="sc:structured", messages=SUM, response_format=Sum
        ) as stream:
            parsed = [event.parsed for event in stream if event.type == "content.done"]
        assert parsed == [Sum(steps=["17 + 26"], result=43)]

    def test_a_tool_with_a_schema(self, hone_at_mock):
        completion = hone_at_mock.chat.completions.parse(
            model="tool", messages=SUM, tools=[openai.pydantic_function_tool(Sum, name="add")])
        call = completion.choices[0].message.tool_calls[0]
        assert call.function.name == "add" and call.function.parsed_arguments == Sum(steps=[], result=43)
        assert completion.choices[0].finish_reason == "tool_calls"


class TestErrors:
    """Every class of error that the package has."""

    @pytest.mark.parametrize("status, kind", [
        (400, openai.BadRequestError), (404, openai.NotFoundError), (409, openai.ConflictError),
        (422, openai.UnprocessableEntityError), (429, openai.RateLimitError), (500, openai.InternalServerError),
        (503, openai.InternalServerError)])
    @pytest.mark.parametrize("method", ["", "sc:"])
    def test_asynchronously(self, hone_at_mock, status, kind, method):
        async def ask(client):
            with pytest.raises(openai.APIStatusError) as raised:
                await client.chat.completions.create(model=f"{method}status-{status}", messages=SUM)
            return raised.value

        error = asynchronously(str(hone_at_mock.base_url), ask)
        assert type(error) is kind
        assert error.body["message"] and error.code

    def test_a_connection_that_is_refused(self, closed_port):
        async def ask(client):
            await client.chat.completions.create(model=MODEL, messages=SUM)

        with pytest.raises(openai.APIConnectionError):
            asynchronously(f"http://127.0.0.1:{closed_port}/v1", ask)

    def test_a_timeout_of_the_client(self, hone_at_mock, mock):
        with pytest.raises(openai.APITimeoutError):
            hone_at_mock.with_options(timeout=0.5).chat.completions.create(model="sc:silent", messages=SUM)
        assert mock.wait_until(lambda running: running == 0)

    def test_what_the_server_cannot_read(self, hone):
        with pytest.raises(openai.BadRequestError) as raised:
            hone.post("/chat/completions", cast_to=dict, body={"model": "sc:" + MODEL, "messages": 1})
        assert raised.value.param == "messages"


class TestTools:
    TOOLS = [{"type": "function", "function": {"name": "add", "parameters": {
        "type": "object", "properties": {"result": {"type": "integer"}}}}}]

    def test_passed_on(self, hone_at_mock):
        completion = hone_at_mock.chat.completions.create(model="tool", messages=SUM, tools=self.TOOLS)
        call, = completion.choices[0].message.tool_calls
        assert call.id and json.loads(call.function.arguments)["result"] == 43

    def test_a_conversation_with_results(self, hone_at_mock):
        first = hone_at_mock.chat.completions.create(model="tool", messages=SUM, tools=self.TOOLS).choices[0].message
        result = {"role": "tool", "tool_call_id": first.tool_calls[0].id, "content": "43"}
        second = hone_at_mock.chat.completions.create(
            model="tool", messages=[*SUM, first.model_dump(exclude_none=True), result], tools=self.TOOLS)
        assert second.choices[0].message.content == "It is 43."
