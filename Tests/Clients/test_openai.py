"""Hone as the official `openai` package sees it."""
import asyncio
import re

import openai
import pydantic
import pytest

MODEL = "tiny-arith"
SUM = [{"role": "user", "content": "What is 17 + 26?"}]
APPLES = [{
    "role": "user",
    "content": "Mia has 80 apples. She sells 6 and gives 2 bags of 27 away. How many apples does Mia have now?"}]
# The clean answer to APPLES has 35 tokens; at this temperature samples differ from each other.
WARM = {"messages": APPLES, "temperature": 1.0}


def text_of(chunks):
    return "".join(choice.delta.content or "" for chunk in chunks for choice in chunk.choices)


def error_of(kind, call, *arguments, **options):
    """The error of that very class which the call raises."""
    with pytest.raises(openai.OpenAIError) as raised:
        call(*arguments, **options)
    assert type(raised.value) is kind
    return raised.value


class TestPassedOn:
    """Without a method, Hone adds nothing and takes nothing away."""

    def test_a_completion_is_the_models_own(self, hone, model):
        asked = {"model": MODEL, "seed": 5, **WARM}
        through, direct = (client.chat.completions.create(**asked) for client in (hone, model))
        own = {"id", "created"}
        assert through.model_dump(exclude=own) == direct.model_dump(exclude=own)
        assert "hone" not in through.model_extra

    def test_a_stream_is_the_models_own_to_the_byte(self, hone, model):
        def stream(client):
            with client.chat.completions.with_streaming_response.create(
                model=MODEL, seed=5, stream=True, stream_options={"include_usage": True}, **WARM
            ) as response:
                assert response.headers["content-type"] == "text/event-stream"
                return re.sub(rb'"id":"[^"]+"|"created":\d+', b"", response.read())

        assert stream(hone) == stream(model)

    def test_a_stream_says_what_the_completion_says(self, hone):
        whole = hone.chat.completions.create(model=MODEL, seed=6, **WARM)
        chunks = list(hone.chat.completions.create(
            model=MODEL, seed=6, stream=True, stream_options={"include_usage": True}, **WARM))
        assert text_of(chunks) == whole.choices[0].message.content
        assert chunks[-1].usage == whole.usage
        assert len(chunks) > 20

    def test_several_choices(self, hone, model):
        asked = {"model": MODEL, "seed": 7, "n": 3, **WARM}
        through, direct = (client.chat.completions.create(**asked) for client in (hone, model))
        assert [choice.index for choice in through.choices] == [0, 1, 2]
        assert through.choices == direct.choices
        assert len({choice.message.content for choice in through.choices}) == 3
        assert through.usage == direct.usage

    def test_log_probabilities(self, hone, model):
        asked = {"model": MODEL, "seed": 5, "logprobs": True, "top_logprobs": 3, **WARM}
        through, direct = (client.chat.completions.create(**asked).choices[0].logprobs for client in (hone, model))
        assert through == direct
        assert all(len(token.top_logprobs) == 3 for token in through.content)

    def test_routes_that_hone_does_not_know(self, hone):
        completion = hone.completions.create(model=MODEL, prompt="<|user|>What is 17 + 26?<|bot|>", seed=1)
        assert completion.object == "text_completion" and completion.choices[0].text


class TestRefined:
    """Each way to select a method, and what comes back."""

    @pytest.mark.parametrize("prefix", ["sc", "self-consistency"])
    def test_by_the_models_name(self, hone, prefix):
        completion = hone.chat.completions.create(model=f"{prefix}:{MODEL}", messages=SUM, temperature=0.8, seed=1)
        assert completion.hone["method"] == "self-consistency"
        assert completion.hone["answer"] == "43"
        assert completion.hone["samples"]["requested"] == 16
        assert completion.model == MODEL
        assert "43" in completion.choices[0].message.content
        assert completion.choices[0].finish_reason == "stop"

    def test_by_the_body(self, hone):
        settings = {"method": "sc", "samples": 5, "answer": {"type": "number"}, "include": ["samples"]}
        completion = hone.chat.completions.create(
            model=MODEL, messages=SUM, temperature=0.8, seed=1, extra_body={"hone": settings})
        assert completion.hone["answer"] == "43"
        assert completion.hone["samples"]["requested"] == 5
        assert completion.hone["samples"]["items"][0]["text"]

    def test_by_a_header(self, hone):
        completion = hone.chat.completions.create(
            model=MODEL, messages=SUM, temperature=0.8, seed=1, extra_headers={"Hone-Method": "self-consistency"})
        assert completion.hone["answer"] == "43"

    def test_the_samples_are_the_models_own(self, hone, model):
        settings = {"method": "sc", "samples": 6, "early_stop": "never", "include": ["samples"]}
        refined = hone.chat.completions.create(model=MODEL, seed=40, extra_body={"hone": settings}, **WARM)
        direct = [model.chat.completions.create(model=MODEL, seed=40 + index, **WARM) for index in range(6)]
        texts = [completion.choices[0].message.content for completion in direct]
        assert [item["text"] for item in refined.hone["samples"]["items"]] == texts
        assert refined.choices[0].message.content in texts
        assert refined.hone["stop_reason"] == "exhausted"

    def test_the_usage_is_exact(self, hone, model):
        settings = {"method": "sc", "samples": 6, "early_stop": "never"}
        refined = hone.chat.completions.create(model=MODEL, seed=40, extra_body={"hone": settings}, **WARM)
        direct = [model.chat.completions.create(model=MODEL, seed=40 + index, **WARM).usage for index in range(6)]
        # The model counts the prompt once a call, however many choices the call asks for.
        assert refined.usage.prompt_tokens == direct[0].prompt_tokens * refined.hone["calls"]
        assert refined.usage.completion_tokens == sum(usage.completion_tokens for usage in direct)
        assert refined.usage.total_tokens == refined.usage.prompt_tokens + refined.usage.completion_tokens
        assert refined.usage.model_dump(exclude_none=True) == {
            name: count for name, count in refined.hone["usage"].items() if name != "by_role"}

    def test_log_probabilities_are_the_winners(self, hone, model):
        settings = {"method": "sc", "samples": 1}
        asked = {"model": MODEL, "seed": 5, "logprobs": True, "top_logprobs": 3, **WARM}
        refined = hone.chat.completions.create(extra_body={"hone": settings}, **asked).choices[0]
        direct = model.chat.completions.create(**asked).choices[0]
        assert refined.message.content == direct.message.content
        assert refined.logprobs.content == direct.logprobs.content

    def test_as_a_stream(self, hone):
        asked = {"model": f"sc:{MODEL}", "seed": 1, "messages": SUM, "temperature": 0.8}
        chunks = list(hone.chat.completions.create(stream=True, stream_options={"include_usage": True}, **asked))
        *_, end, usage = chunks
        assert chunks[0].choices[0].delta.role == "assistant"
        assert "43" in text_of(chunks)
        assert end.choices[0].finish_reason == "stop" and end.hone["answer"] == "43"
        assert usage.choices == [] and usage.usage.total_tokens == end.hone["usage"]["total_tokens"]
        assert text_of(chunks) == hone.chat.completions.create(**asked).choices[0].message.content

    def test_as_a_stream_without_usage(self, hone):
        chunks = list(hone.chat.completions.create(model=f"sc:{MODEL}", messages=SUM, stream=True))
        assert chunks[-1].choices[0].finish_reason == "stop"
        assert all(chunk.usage is None for chunk in chunks)

    def test_by_the_streaming_helper(self, hone):
        with hone.chat.completions.stream(model=f"sc:{MODEL}", messages=SUM, temperature=0.8, seed=1) as stream:
            kinds = {event.type for event in stream}
            message = stream.get_final_completion().choices[0].message
        assert {"content.delta", "content.done"} <= kinds
        assert "43" in message.content

    def test_the_best_of_several(self, hone):
        settings = {"method": "sc", "samples": 8, "early_stop": "never", "include": ["samples"]}
        asked = {"model": MODEL, "seed": 40, "n": 3, "extra_body": {"hone": settings}, **WARM}
        completion = hone.chat.completions.create(**asked)
        texts = [choice.message.content for choice in completion.choices]
        assert [choice.index for choice in completion.choices] == [0, 1, 2]
        items = completion.hone["samples"]["items"]
        assert all(text in [item["text"] for item in items] for text in texts)
        # One sample of each answer, from most to fewest votes, as long as there are answers.
        answers = [next(item["answer"] for item in items if item["text"] == text) for text in texts]
        ranking = [vote["answer"] for vote in completion.hone["votes"]]
        assert answers[:len(ranking)] == ranking[:3]
        streamed = {0: "", 1: "", 2: ""}
        for chunk in hone.chat.completions.create(stream=True, **asked):
            for choice in chunk.choices:
                streamed[choice.index] += choice.delta.content or ""
        assert list(streamed.values()) == texts

    @pytest.mark.parametrize("settings", [
        {"method": "sc", "samples": 6}, {"method": "soft-sc", "samples": 4}, {"method": "asc"}])
    def test_a_text_completion(self, hone, settings):
        asked = {
            "model": MODEL, "prompt": "<|user|>What is 17 + 26?<|bot|>", "temperature": 0.8, "seed": 1,
            "logprobs": 2, "extra_body": {"hone": settings}}
        completion = hone.completions.create(**asked)
        choice, = completion.choices
        assert completion.object == "text_completion" and completion.id.startswith("cmpl-")
        assert "43" in choice.text and completion.hone["answer"] == "43"
        assert "".join(choice.logprobs.tokens).removesuffix("</s>") == choice.text
        assert all(len(tokens) <= 2 for tokens in choice.logprobs.top_logprobs)
        chunks = list(hone.completions.create(stream=True, stream_options={"include_usage": True}, **asked))
        assert "".join(choice.text for chunk in chunks for choice in chunk.choices) == choice.text
        assert chunks[-1].usage.total_tokens > 0 and chunks[-2].hone["answer"] == "43"

    def test_tools_through_a_method(self, hone_at_mock):
        tool = {"type": "function", "function": {"name": "look_up", "parameters": {"type": "object"}}}
        completion = hone_at_mock.chat.completions.create(
            model="sc:tools", messages=SUM, tools=[tool], parallel_tool_calls=False)
        call, = completion.choices[0].message.tool_calls
        assert (call.function.name, call.function.arguments) == ("look_up", '{"key": 7}')
        assert completion.choices[0].finish_reason == "tool_calls"
        assert completion.hone["agreement"]["leader"] == completion.hone["agreement"]["samples"]

    def test_a_parsed_output_through_a_method(self, hone_at_mock):
        class Answer(pydantic.BaseModel):
            value: int

        completion = hone_at_mock.chat.completions.parse(model="sc:json", messages=SUM, response_format=Answer)
        assert completion.choices[0].message.parsed == Answer(value=7)
        assert completion.hone["answer"] == '{"value":7}'

    def test_the_raw_response_names_the_run(self, hone):
        raw = hone.chat.completions.with_raw_response.create(model=f"sc:{MODEL}", messages=SUM)
        assert raw.status_code == 200
        assert raw.headers["content-type"] == "application/json"
        assert raw.headers["hone-run"] == raw.parse().hone["id"]
        run = hone.get(f"/runs/{raw.headers['hone-run']}", cast_to=dict)
        assert run["answer"] == raw.parse().hone["answer"]
        assert run["samples"]["items"] and run["trace"]

    def test_twenty_at_once(self, hone_url, model):
        async def ask():
            async with openai.AsyncOpenAI(base_url=hone_url, api_key="unused", max_retries=0, timeout=20) as client:
                create = client.chat.completions.create
                plain = [create(model=MODEL, seed=seed, **WARM) for seed in range(10)]
                refined = [create(model=f"sc:{MODEL}", messages=SUM, temperature=0.8, seed=seed) for seed in range(10)]
                return await asyncio.gather(*plain, *refined)

        completions = asyncio.run(ask())
        assert [completion.choices[0].message.content for completion in completions[:10]] == [
            model.chat.completions.create(model=MODEL, seed=seed, **WARM).choices[0].message.content
            for seed in range(10)]
        assert [completion.hone["answer"] for completion in completions[10:]] == ["43"] * 10

    def test_an_asynchronous_stream(self, hone_url):
        async def ask():
            async with openai.AsyncOpenAI(base_url=hone_url, api_key="unused", max_retries=0, timeout=20) as client:
                stream = await client.chat.completions.create(
                    model=f"sc:{MODEL}", messages=SUM, temperature=0.8, seed=1, stream=True)
                return [chunk async for chunk in stream]

        assert asyncio.run(ask())[-1].hone["answer"] == "43"


class TestModels:
    def test_the_list_has_each_model_plain_and_under_each_method(self, hone):
        models = {model.id: model for model in hone.models.list()}
        names = list(models)
        assert names[:2] == [MODEL, f"self-consistency:{MODEL}"]
        assert f"best-of-n:{MODEL}" in names and f"hone:{MODEL}" in names
        assert all(models[name].owned_by == "hone" for name in names[1:])

    @pytest.mark.parametrize("name", [MODEL, f"self-consistency:{MODEL}", f"sc:{MODEL}"])
    def test_one_model(self, hone, name):
        assert hone.models.retrieve(name).object == "model"

    def test_a_model_that_is_not_there(self, hone):
        error = error_of(openai.NotFoundError, hone.models.retrieve, "nothing")
        assert (error.status_code, error.code, error.param) == (404, "model_not_found", "model")


class TestErrors:
    """What goes wrong is an error of the right class, never an answer."""

    @pytest.mark.parametrize(("settings", "param", "code"), [
        ({"method": "sc", "samples": 0}, "hone.samples", "invalid_value"),
        ({"method": "sc", "samples": "5"}, "hone.samples", "invalid_value"),
        ({"method": "sc", "depth": 2}, "hone.depth", "unknown_parameter"),
        ({"method": "guess"}, "hone.method", "unknown_method"),
        ({"samples": 5}, "hone.method", "missing_required_parameter"),
        ({"method": "sc", "answer": {"type": "haiku"}}, "hone.answer.type", "invalid_value"),
    ])
    def test_wrong_settings(self, hone, settings, param, code):
        error = error_of(
            openai.BadRequestError, hone.chat.completions.create,
            model=MODEL, messages=SUM, extra_body={"hone": settings})
        assert (error.status_code, error.param, error.code) == (400, param, code)
        assert error.type == "invalid_request_error"

    @pytest.mark.parametrize(("options", "param", "code"), [
        ({"temperature": 3}, "temperature", "invalid_value"),
        ({"messages": []}, "messages", "invalid_value"),
        ({"n": 17}, "n", "invalid_value"),
        ({"store": True}, "store", "unsupported_parameter"),
        ({"modalities": ["text", "audio"], "audio": {"voice": "ash", "format": "mp3"}}, "modalities",
         "unsupported_parameter"),
        ({"extra_headers": {"Hone-Method": "guess"}}, "Hone-Method", "unknown_method"),
    ])
    def test_wrong_requests(self, hone, options, param, code):
        error = error_of(
            openai.BadRequestError, hone.chat.completions.create,
            **{"model": f"sc:{MODEL}", "messages": SUM} | options)
        assert (error.param, error.code) == (param, code)

    def test_bad_json(self, hone):
        error = error_of(
            openai.BadRequestError, hone.post, "/chat/completions", cast_to=dict, content=b'{"model": "sc:x",}',
            options={"headers": {"Content-Type": "application/json"}})
        assert error.code == "invalid_json" and "17" in error.message

    def test_another_media_type(self, hone):
        error = error_of(
            openai.APIStatusError, hone.post, "/chat/completions", cast_to=dict, content=b"model: sc",
            options={"headers": {"Content-Type": "application/yaml"}})
        assert (error.status_code, error.code) == (415, "unsupported_media_type")

    def test_a_model_that_the_server_does_not_have(self, hone):
        for name in ["nothing", "sc:nothing"]:
            error = error_of(openai.NotFoundError, hone.chat.completions.create, model=name, messages=SUM)
            assert "nothing" in error.message

    def test_a_run_that_is_not_there(self, hone):
        assert error_of(openai.NotFoundError, hone.get, "/runs/run_0", cast_to=dict).code == "run_not_found"

    def test_nobody_listens(self, closed_port):
        with openai.OpenAI(base_url=f"http://127.0.0.1:{closed_port}/v1", api_key="unused", max_retries=0) as client:
            error_of(openai.APIConnectionError, client.models.list)

    def test_a_model_server_that_is_down(self, hone_at_nothing):
        for call in [
            lambda: hone_at_nothing.chat.completions.create(model=f"sc:{MODEL}", messages=SUM),
            lambda: hone_at_nothing.chat.completions.create(model=MODEL, messages=SUM),
            hone_at_nothing.models.list,
        ]:
            error = error_of(openai.InternalServerError, call)
            assert (error.status_code, error.code, error.type) == (502, "upstream_unreachable", "api_error")

    @pytest.mark.parametrize(("status", "kind"), [
        (400, openai.BadRequestError), (401, openai.AuthenticationError), (403, openai.PermissionDeniedError),
        (404, openai.NotFoundError), (409, openai.ConflictError), (418, openai.APIStatusError), (422, openai.UnprocessableEntityError),
        (429, openai.RateLimitError), (500, openai.InternalServerError), (503, openai.InternalServerError),
    ])
    def test_a_refusal_is_passed_on(self, hone_at_mock, status, kind):
        error = error_of(kind, hone_at_mock.chat.completions.create, model=f"status-{status}", messages=SUM)
        assert error.body == {
            "message": f"Refused with {status}.", "type": "mock_error", "param": "model", "code": "mock"}
        assert (error.status_code, error.response.headers["retry-after"]) == (status, "1")

    @pytest.mark.parametrize(("status", "kind", "seen", "code"), [
        (400, openai.BadRequestError, 400, "mock"), (404, openai.NotFoundError, 404, "mock"),
        (409, openai.ConflictError, 409, "mock"), (422, openai.UnprocessableEntityError, 422, "mock"),
        (429, openai.RateLimitError, 429, "mock"),
        (500, openai.InternalServerError, 502, "upstream_error"),
        (503, openai.InternalServerError, 503, "upstream_unavailable"),
    ])
    def test_a_refusal_of_every_sample(self, hone_at_mock, status, kind, seen, code):
        error = error_of(kind, hone_at_mock.chat.completions.create, model=f"sc:status-{status}", messages=SUM)
        assert (error.status_code, error.code) == (seen, code)
        assert f"Refused with {status}." in error.message
        assert error.response.headers["retry-after"] == "1"
        assert [sample["index"] for sample in error.body["samples"]] == list(range(16))

    @pytest.mark.parametrize("model", ["sc:status-401", "sc:status-403"])
    def test_a_refused_key_is_no_fault_of_the_client(self, hone_at_mock, model):
        error = error_of(openai.InternalServerError, hone_at_mock.chat.completions.create, model=model, messages=SUM)
        assert (error.status_code, error.code) == (502, "upstream_authentication")
        # Servers like to quote the key that they refuse, and this one is not the client's.
        assert "Refused with" not in error.message

    def test_a_client_that_retries_comes_through(self, hone_at_mock):
        patient = hone_at_mock.with_options(max_retries=1)
        completion = patient.chat.completions.create(model="busy-once", messages=SUM)
        assert completion.choices[0].message.content == "Here I am."

    def test_a_deadline(self, hone_at_mock):
        settings = {"method": "sc", "samples": 3, "budget": {"deadline_ms": 100}}
        error = error_of(
            openai.InternalServerError, hone_at_mock.chat.completions.create,
            model="silent", messages=SUM, extra_body={"hone": settings})
        assert (error.status_code, error.code) == (504, "budget_spent")


class TestStreamsThatFail:
    @pytest.mark.parametrize(("model", "message"), [
        ("sc:status-500", "Refused with 500."), ("sc:breaks", "closed inside its answer"),
        ("sc:error-event", "ran out of memory"), ("error-event", "ran out of memory"),
    ])
    def test_an_error_event_is_raised(self, hone_at_mock, model, message):
        chunks = hone_at_mock.chat.completions.create(model=model, messages=SUM, stream=True)
        error = error_of(openai.APIError, list, chunks)
        assert message in error.message

    def test_a_stream_that_breaks_off_breaks_off_here_too(self, hone_at_mock):
        seen = []
        with pytest.raises(openai.APIError, match="closed inside its answer"):
            for chunk in hone_at_mock.chat.completions.create(model="breaks", messages=SUM, stream=True):
                seen.append(chunk)
        assert text_of(seen) == "One"


class TestClientsThatLeave:
    """A client that leaves ends what was begun for it."""

    def test_a_passed_on_stream(self, hone_at_mock, mock):
        with hone_at_mock.chat.completions.create(model="endless", messages=SUM, stream=True) as chunks:
            assert [next(chunks).choices[0].delta.content for _ in range(3)] == ["One", " more", " more"]
            assert mock.wait_until(lambda running: running == 1)
        assert mock.wait_until(lambda running: running == 0)

    def test_a_refined_stream(self, hone_at_mock, mock):
        with hone_at_mock.chat.completions.create(model="sc:endless", messages=SUM, stream=True) as chunks:
            assert next(chunks).choices[0].delta.role == "assistant"
            # The last two of the 16 samples share a call.
            assert mock.wait_until(lambda running: running == 15)
        assert mock.wait_until(lambda running: running == 0)

    def test_a_client_that_waits_no_longer(self, hone_at_mock, mock):
        impatient = hone_at_mock.with_options(timeout=0.3)
        error_of(openai.APITimeoutError, impatient.chat.completions.create, model="sc:silent", messages=SUM)
        assert mock.wait_until(lambda running: running == 0)
