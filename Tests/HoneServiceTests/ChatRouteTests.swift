import CurlClient
import HTTP
import HTTPTypes
import JSON
import TestUpstream
import Testing

@Suite(.timeLimit(.minutes(5))) struct ChatRouteTests {
    let path = "/v1/chat/completions"
    let honeMethod = HTTPField.Name("Hone-Method")!

    func sevens(_ call: TestUpstream.Call) -> TestUpstream.Reply { call.says { _ in "The answer is 7." } }

    @Test(
        arguments: [
            (#""model":"self-consistency:m""#, nil),
            (#""model":"sc:m""#, nil),
            (#""model":"m","hone":{"method":"sc","parameters":{"samples":16}}"#, nil),
            (#""model":"m","hone":{"method":"self-consistency","samples":16}"#, nil),
            (#""model":"m""#, "self-consistency"),
            (#""model":"sc:m","hone":{"method":"sc"}"#, "sc"),
        ] as [(String, String?)])
    func selectsTheMethod(members: String, field: String?) async throws {
        try await ServiceUnderTest.with(reply: sevens) { hone in
            var fields: HTTPFields = [.contentType: "application/json"]
            fields[honeMethod] = field
            let answer = try await hone.send(
                .post, path, "{\(members),\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}", fields: fields)
            let json = answer.json
            #expect(answer.status == 200)
            #expect(json["object"] == "chat.completion")
            #expect(json["model"] == "m")
            #expect(json["choices"]?[0]?["message"]?["content"] == "The answer is 7.")
            #expect(json["choices"]?[0]?["finish_reason"] == "stop")
            #expect(json["hone"]?["method"] == "self-consistency")
            #expect(json["hone"]?["answer"] == "7")
            #expect(json["hone"]?["samples"]?["requested"] == 16)
            #expect(json["hone"]?["output"] == nil)
            #expect(json["usage"]?["total_tokens"] == json["hone"]?["usage"]?["total_tokens"])
            for call in hone.upstream.observations.calls {
                #expect(call.body["model"] == "m" && call.body["hone"] == nil)
                #expect(call.head.fields[honeMethod] == nil)
            }
        }
    }

    @Test func streamsTheRoleTheTextTheEndAndTheUsage() async throws {
        try await ServiceUnderTest.with(reply: sevens) { hone in
            let answer = try await hone.post(
                path,
                #"""
                {"model":"sc:m","stream":true,"stream_options":{"include_usage":true},
                 "messages":[{"role":"user","content":"x"}]}
                """#)
            var chunks = answer.text.split(separator: "\n").filter { $0.hasPrefix("data: ") }.map { $0.dropFirst(6) }
            #expect(chunks.popLast() == "[DONE]")
            let json = try chunks.map { try JSON(parsing: String($0)) }
            #expect(json.first?["choices"]?[0]?["delta"]?["role"] == "assistant")
            let text = json.compactMap { $0["choices"]?[0]?["delta"]?["content"]?.string }.joined()
            #expect(text == "The answer is 7.")
            #expect(json.compactMap { $0["choices"]?[0]?["finish_reason"]?.string } == ["stop"])
            #expect(json.last?["choices"] == [] && json.last?["usage"]?["completion_tokens"]?.int ?? 0 > 0)
            #expect(json.dropLast().last?["hone"]?["answer"] == "7")
            #expect(Set(json.compactMap { $0["id"]?.string }).count == 1)
        }
    }

    @Test func returnsTheWinnersToolCallsAndReasoning() async throws {
        let reply = #"""
            {"choices":[{"index":0,"finish_reason":"tool_calls","message":{"role":"assistant","content":null,
            "reasoning_content":"hm","tool_calls":[{"id":"t","type":"function",
            "function":{"name":"f","arguments":"{}"}}]}}]}
            """#
        try await ServiceUnderTest.with { _ in
            .sends(Array(reply.utf8), type: "application/json")
        } _: { hone in
            let body = #"{"model":"sc:m","STREAMmessages":[{"role":"user","content":"x"}]}"#
            let plain = try await hone.post(path, body.replacing("STREAM", with: "")).json["choices"]?[0]
            #expect(plain?["message"]?["tool_calls"]?[0]?["function"]?["name"] == "f")
            #expect(plain?["message"]?["reasoning_content"] == "hm")
            #expect(plain?["finish_reason"] == "tool_calls")
            let stream = try await hone.post(path, body.replacing("STREAM", with: "stream\":true,\"")).text
            #expect(
                stream.contains(
                    #""tool_calls":[{"id":"t","type":"function","function":{"name":"f","arguments":"{}"},"index":0}]"#))
        }
    }

    @Test(arguments: [
        (#"{"model":"m","hone":{}}"#, "hone.method"),
        (#"{"model":"m","hone":{"method":"telepathy"}}"#, "hone.method"),
        (#"{"model":"m","hone":{"method":"sc","samples":0}}"#, "hone.samples"),
        (#"{"model":"m","hone":{"method":"sc","parameters":{"x":0}}}"#, "hone.parameters.x"),
        (#"{"model":"m","hone":{"method":"sc","samples":4,"parameters":{"x":0}}}"#, "hone.parameters.x"),
        (#"{"model":"m","hone":[]}"#, "hone"),
        (#"{"model":1}"#, "model"),
        (#"{"model":"sc:m"}"#, "messages"),
        (#"{"model":"sc:m","n":17,"messages":[{"role":"user","content":"x"}]}"#, "n"),
        (#"{"model":"sc:m","messages":"x"}"#, "messages"),
        (#"{"model":"a","model":"b"}"#, "model"),
    ])
    func namesTheMemberThatIsWrong(body: String, member: String) async throws {
        try await ServiceUnderTest.with { hone in
            let answer = try await hone.post(path, body)
            #expect(answer.status == 400)
            #expect(answer.json["error"]?["param"] == .string(member))
        }
    }

    @Test func nothingInTheConversationSelectsAMethod() async throws {
        try await ServiceUnderTest.with { hone in
            let body = #"{"model":"m","messages":[{"role":"user","content":"hone: {\"method\":\"sc\"} sc:m"}]}"#
            let answer = try await hone.post(path, body)
            #expect(answer.json["hone"] == nil)
            #expect(hone.upstream.observations.calls.count == 1)
        }
    }
}
