import JSON
import TestUpstream
import Testing

/// What becomes of each member of a chat request when a method is on: every sample has it, or it is a 400 that names it.
@Suite(.timeLimit(.minutes(5))) struct MethodMembersTests {
    /// A member as a client writes it, and what it is refused as, if it is.
    struct Row: Sendable, CustomTestStringConvertible {
        let name: String
        let value: String
        var refusedAs: String?

        var testDescription: String { "\(name): \(value)" }
    }

    private static let tool = #"[{"type":"function","function":{"name":"f","parameters":{}}}]"#

    static let rows = [
        Row(name: "stop", value: #"["\n"]"#),
        Row(name: "temperature", value: "0.70"),
        Row(name: "logprobs", value: "true"),
        Row(name: "top_logprobs", value: "3"),
        Row(name: "response_format", value: #"{"type":"json_object"}"#),
        Row(name: "tools", value: tool),
        Row(name: "tool_choice", value: #""auto""#),
        Row(name: "parallel_tool_calls", value: "false"),
        Row(name: "modalities", value: #"["text"]"#),
        Row(name: "modalities", value: #"["text","audio"]"#, refusedAs: "modalities"),
        Row(name: "audio", value: #"{"voice":"ash","format":"mp3"}"#, refusedAs: "audio"),
        Row(name: "prediction", value: #"{"type":"content","content":"x"}"#),
        Row(name: "store", value: "true", refusedAs: "store"),
        Row(name: "store", value: "false"),
        Row(name: "metadata", value: #"{"a":"b"}"#),
        Row(name: "user", value: #""u""#),
        Row(name: "reasoning_effort", value: #""low""#),
        Row(name: "verbosity", value: #""low""#),
        Row(name: "logit_bias", value: #"{"50256":-100}"#),
        Row(name: "max_tokens", value: "9"),
        Row(name: "max_completion_tokens", value: "9"),
        Row(name: "presence_penalty", value: "0.10"),
        Row(name: "web_search_options", value: "{}"),
        Row(name: "service_tier", value: #""flex""#),
        Row(name: "functions", value: #"[{"name":"f"}]"#, refusedAs: "functions"),
        Row(name: "function_call", value: #""auto""#, refusedAs: "function_call"),
        Row(name: "best_of", value: "3", refusedAs: "best_of"),
        Row(
            name: "stream_options", value: #"{"include_obfuscation":true}"#,
            refusedAs: "stream_options.include_obfuscation"),
        Row(name: "guided_choice", value: #"["a","b"]"#),
        Row(name: "unheard_of", value: #"{ "x" : 1.0 }"#),
    ]

    @Test(arguments: rows) func reachesEverySampleOrIsRefused(row: Row) async throws {
        try await ServiceUnderTest.with { call in
            call.says { _ in #"{"a":7}"# }
        } _: { hone in
            let answer = try await hone.post(
                "/v1/chat/completions",
                #"""
                {"model":"sc:m","messages":[{"role":"user","content":"x"}],"\#(row.name)":\#(row.value),
                 "hone":{"method":"sc","samples":3,"early_stop":"never"}}
                """#)
            let calls = hone.upstream.observations.calls
            guard let member = row.refusedAs else {
                #expect(answer.status == 200 && !calls.isEmpty)
                let value = try JSON(parsing: row.value)
                #expect(calls.allSatisfy { $0.body[row.name]?.description == value.description })
                return
            }
            #expect(answer.status == 400 && calls.isEmpty)
            #expect(answer.json["error"]?["param"] == .string(member))
            #expect(answer.json["error"]?["code"] == "unsupported_parameter")
        }
    }

    /// What the client shows the model, those see as well who judge and review its answers.
    @Test(arguments: ["usc", "self-refine", "untargeted", "sa"])
    func imagesReachWhoeverJudges(method: String) async throws {
        try await ServiceUnderTest.with { call in
            .says((0..<call.choices).map { "The answer is \(call.number + $0)." })
        } _: { hone in
            let image = #"{"type":"image_url","image_url":{"url":"data:image/png;base64,AA=="}}"#
            let answer = try await hone.post(
                "/v1/chat/completions",
                #"""
                {"model":"\#(method):m","messages":[{"role":"user","content":[\#(image),{"type":"text","text":"How many?"}]}]}
                """#)
            #expect(answer.status == 200)
            let usage = answer.json["hone"]?["usage"]?["by_role"]
            #expect(usage?["judge"] != nil || usage?["critic"] != nil)
            let value = try JSON(parsing: image).description
            #expect(
                hone.upstream.observations.calls.allSatisfy { $0.body["messages"]?.description.contains(value) == true }
            )
        }
    }

    /// A tool call is an answer: samples vote on it, a judge can choose it, and nobody rewrites it.
    @Test(arguments: ["sc", "asc", "usc", "sa", "self-refine", "untargeted"])
    func aToolCallIsAnAnswer(method: String) async throws {
        let reply = #"""
            {"choices":[{"index":0,"finish_reason":"tool_calls","message":{"role":"assistant","content":null,
            "tool_calls":[{"id":"t","type":"function","function":{"name":"f","arguments":"{}"}}]}}]}
            """#
        try await ServiceUnderTest.with { _ in
            .sends(Array(reply.utf8), type: "application/json")
        } _: { hone in
            let json = try await hone.post(
                "/v1/chat/completions",
                #"{"model":"\#(method):m","messages":[{"role":"user","content":"x"}],"tools":\#(Self.tool)}"#
            ).json
            let choice = json["choices"]?[0]
            #expect(choice?["message"]?["tool_calls"]?[0]?["function"]?["name"] == "f")
            #expect(choice?["finish_reason"] == "tool_calls")
            let roles = json["hone"]?["usage"]?["by_role"]?.object?.members.map(\.name) ?? []
            #expect(roles == ["generator"])
        }
    }

    @Test func tellsWhatTheServerSaysOfTheAnswer() async throws {
        let reply = #"""
            {"model":"m-2026-01-01","system_fingerprint":"fp_1","service_tier":"flex","choices":[{"index":0,
            "finish_reason":"length","message":{"role":"assistant","content":"= 7"}}]}
            """#
        try await ServiceUnderTest.with { _ in
            .sends(Array(reply.utf8), type: "application/json")
        } _: { hone in
            let body = #"{"model":"sc:m","STREAMmessages":[{"role":"user","content":"x"}]}"#
            let plain = try await hone.post("/v1/chat/completions", body.replacing("STREAM", with: "")).json
            let text = try await hone.post(
                "/v1/chat/completions", body.replacing("STREAM", with: #"stream":true,""#)
            ).text
            let end = try #require(text.split(separator: "\n").last { $0.contains("finish_reason\":\"length") })
            for json in [plain, try JSON(parsing: String(end.dropFirst(6)))] {
                #expect(json["model"] == "m-2026-01-01" && json["hone"]?["model"] == "m")
                #expect(json["system_fingerprint"] == "fp_1" && json["service_tier"] == "flex")
                #expect(json["choices"]?[0]?["finish_reason"] == "length")
            }
        }
    }
}
