import CurlClient
import HTTP
import HTTPTypes
import JSON
import TestUpstream
import Testing

@Suite(.timeLimit(.minutes(5))) struct RefineRouteTests {
    let path = "/v1/refine/self-consistency"

    /// Samples 0, 1, 2, … reach these answers, over and over.
    func answers(_ answers: [Int]) -> @Sendable (TestUpstream.Call) -> TestUpstream.Reply {
        { call in call.says { "Let me see. The answer is \(answers[$0 % answers.count])." } }
    }

    @Test func returnsTheAnswerWithItsEvidence() async throws {
        try await ServiceUnderTest.with(reply: answers([7, 8, 7, 7])) { hone in
            let answer = try await hone.post(
                path,
                #"""
                {"prompt":"How many?","parameters":{"samples":4,"early_stop":"never"},"sampling":{"seed":0},
                 "include":["samples","trace"]}
                """#)
            let json = answer.json
            #expect(answer.status == 200)
            #expect(json["object"] == "refinement")
            #expect(json["method"] == "self-consistency")
            #expect(json["model"] == "m")
            #expect(json["output"] == "Let me see. The answer is 7.")
            #expect(json["answer"] == "7")
            #expect(json["confidence"] == 0.75)
            #expect(json["agreement"] == ["leader": 3, "runner_up": 1, "valid": 4, "samples": 4])
            #expect(
                json["votes"] == [["answer": "7", "count": 3, "weight": 3], ["answer": "8", "count": 1, "weight": 1]])
            #expect(json["stop_reason"] == "exhausted")
            #expect(json["samples"]?["requested"] == 4 && json["samples"]?["received"] == 4)
            #expect(json["samples"]?["items"]?.array?.count == 4)
            #expect(json["trace"]?.array?.isEmpty == false)
            // Seven words a sample; with a seed every sample has a call of its own.
            let prompts = 4 * TestUpstream.promptTokens
            #expect(json["usage"]?["prompt_tokens"] == .number(prompts))
            #expect(json["usage"]?["completion_tokens"] == 28)
            #expect(json["usage"]?["by_role"]?["generator"]?["total_tokens"] == .number(prompts + 28))
            #expect(json["usage"]?["estimated_tokens"] == nil)
        }
    }

    @Test func givesSampleITheSeedPlusIAndEverySampleTheClientsOptions() async throws {
        try await ServiceUnderTest.with(reply: answers([7])) { hone in
            _ = try await hone.post(
                path,
                #"""
                {"prompt":"?","parameters":{"samples":4,"early_stop":"never"},
                 "sampling":{"temperature":0.80,"seed":100,"x_custom":{"b":1.0}}}
                """#)
            let calls = hone.upstream.observations.calls
            #expect(Set(calls.map(\.seed)) == [100, 101, 102, 103])
            for call in calls {
                #expect(call.body["temperature"]?.description == "0.80")
                #expect(call.body["x_custom"]?.description == #"{"b":1.0}"#)
                #expect(call.body["max_tokens"] == nil && call.body["top_p"] == nil)
            }
        }
    }

    @Test func asksForAllSamplesInOneCallOnceTheServerHasShownThatItCan() async throws {
        try await ServiceUnderTest.with(reply: answers([7])) { hone in
            let body = #"{"prompt":"?","parameters":{"samples":8,"early_stop":"never"}}"#
            _ = try await hone.post(path, body)
            _ = try await hone.post(path, body)
            #expect(hone.upstream.observations.calls.map(\.choices).sorted() == [1, 1, 1, 1, 1, 1, 2, 8])
        }
    }

    @Test func takesPlainTextWithItsSettingsInTheQuery() async throws {
        try await ServiceUnderTest.with(reply: answers([7, 8, 8])) { hone in
            let answer = try await hone.send(
                .post, path + "?samples=3&temperature=0.8&answer=number&seed=0&early_stop=never", "How many?",
                fields: [.contentType: "text/plain; charset=utf-8", .accept: "text/plain"])
            #expect(answer.status == 200)
            #expect(answer.text == "8\n")
            #expect(answer.fields[.contentType] == "text/plain; charset=utf-8")
            let call = try #require(hone.upstream.observations.calls.first)
            #expect(call.body["messages"]?.description == #"[{"role":"user","content":"How many?"}]"#)
            #expect(call.body["temperature"]?.description == "0.8")
        }
    }

    @Test func takesWhatCurlSendsByDefault() async throws {
        try await ServiceUnderTest.with(reply: answers([7])) { hone in
            let form: HTTPFields = [.contentType: "application/x-www-form-urlencoded"]
            let text = try await hone.send(.post, path, "What is 3 + 4?", fields: form)
            #expect(text.json["answer"] == "7")
            let json = try await hone.send(.post, path, #"{"prompt":"?","parameters":{"samples":2}}"#, fields: form)
            #expect(json.json["samples"]?["requested"] == 2)
        }
    }

    @Test func streamsSamplesTheVoteTheTextAndTheWholeObject() async throws {
        try await ServiceUnderTest.with(reply: answers([7])) { hone in
            let answer = try await hone.post(
                path, #"{"prompt":"?","stream":true,"parameters":{"samples":3,"early_stop":"never"}}"#)
            #expect(answer.fields[.contentType] == "text/event-stream")
            let events = answer.text.split(separator: "\n").filter { $0.hasPrefix("event: ") }
            #expect(
                events == [
                    "event: sample", "event: sample", "event: sample", "event: vote", "event: delta", "event: done",
                ])
            #expect(answer.text.contains(#""answer":"7""#))
        }
    }

    @Test(arguments: [
        (#"{}"#, "prompt", "missing_required_parameter"),
        (#"{"prompt":"x","messages":[{"role":"user","content":"x"}]}"#, "prompt", "unsupported_parameter"),
        (#"{"prompt":" "}"#, "prompt", "invalid_value"),
        (#"{"prompt":1}"#, "prompt", "invalid_type"),
        (#"{"prompt":"x","prompt":"y"}"#, "prompt", "duplicate_parameter"),
        (#"{"prompt":"x","sample":3}"#, "sample", "unknown_parameter"),
        (#"{"prompt":"x","parameters":{"sample":3}}"#, "parameters.sample", "unknown_parameter"),
        (#"{"prompt":"x","parameters":{"samples":0}}"#, "parameters.samples", "invalid_value"),
        (#"{"prompt":"x","parameters":{"samples":"3"}}"#, "parameters.samples", "invalid_value"),
        (#"{"prompt":"x","parameters":[]}"#, "parameters", "invalid_type"),
        (#"{"prompt":"x","sampling":{"temperature":3}}"#, "sampling.temperature", "invalid_value"),
        (#"{"prompt":"x","sampling":{"n":3}}"#, "sampling.n", "unsupported_parameter"),
        (#"{"prompt":"x","answer":{"type":"colour"}}"#, "answer.type", "invalid_value"),
        (#"{"prompt":"x","answer":{"type":"regex"}}"#, "answer.pattern", "unsupported_parameter"),
        (#"{"prompt":"x","budget":{"max_calls":0}}"#, "budget.max_calls", "invalid_value"),
        (#"{"prompt":"x","budget":{"euros":1}}"#, "budget.euros", "unknown_parameter"),
        (#"{"prompt":"x","include":["all"]}"#, "include", "invalid_value"),
        (#"{"prompt":"x","stream":"yes"}"#, "stream", "invalid_type"),
        (#"{"messages":[{"role":"user","content":{}}]}"#, "messages[0].content", "invalid_type"),
    ])
    func namesTheMemberThatIsWrong(body: String, member: String, code: String) async throws {
        try await ServiceUnderTest.with { hone in
            let answer = try await hone.post(path, body)
            #expect(answer.status == 400)
            #expect(answer.json["error"]?["param"] == .string(member))
            #expect(answer.json["error"]?["code"] == .string(code))
            #expect(answer.json["error"]?["type"] == "invalid_request_error")
            #expect(hone.upstream.observations.calls.isEmpty)
        }
    }

    @Test func namesTheByteWhereJSONIsBroken() async throws {
        try await ServiceUnderTest.with { hone in
            let answer = try await hone.post(path, #"{"prompt":"x",}"#)
            #expect(answer.status == 400)
            #expect(answer.json["error"]?["message"]?.string?.contains("at byte 14") == true)
        }
    }

    @Test(arguments: ["", "?sample=3", "?samples=x", "?samples=1&samples=2", "?temperature=9"])
    func namesTheQueryParameterThatIsWrong(query: String) async throws {
        try await ServiceUnderTest.with { hone in
            let answer = try await hone.send(.post, path + query, "x", fields: [.contentType: "text/plain"])
            #expect(answer.status == (query.isEmpty ? 200 : 400))
        }
    }

    @Test func refusesAnUnknownMethodOrMediaType() async throws {
        try await ServiceUnderTest.with { hone in
            let unknown = try await hone.post("/v1/refine/telepathy", #"{"prompt":"x"}"#)
            #expect(unknown.status == 404 && unknown.json["error"]?["code"] == "unknown_method")
            let image = try await hone.send(.post, path, "x", fields: [.contentType: "image/png"])
            #expect(image.status == 415)
            let wrong = try await hone.get(path)
            #expect(wrong.status == 405 && wrong.fields[.allow]?.contains("POST") == true)
        }
    }

    @Test func asksWhichModelWhenThereAreSeveral() async throws {
        try await ServiceUnderTest.with(models: ["a", "b"]) { hone in
            let answer = try await hone.post(path, #"{"prompt":"x"}"#)
            #expect(answer.status == 400 && answer.json["error"]?["param"] == "model")
            #expect(answer.json["error"]?["message"]?.string?.contains("a, b") == true)
        }
        try await ServiceUnderTest.with(models: ["a", "b"], defaultModel: "b") { hone in
            let answer = try await hone.post(path, #"{"prompt":"x"}"#)
            #expect(answer.json["model"] == "b")
        }
    }
}
