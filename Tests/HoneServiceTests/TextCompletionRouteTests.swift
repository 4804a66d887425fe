import Foundation
import HTTP
import HTTPTypes
import JSON
import TestUpstream
import Testing

/// Methods go on with a text as it is, at the server's own route for that.
@Suite(.timeLimit(.minutes(5))) struct TextCompletionRouteTests {
    let path = "/v1/completions"

    func sevens(_ call: TestUpstream.Call) -> TestUpstream.Reply { call.says { "s\($0) = 7" } }

    @Test(
        arguments: [
            (#""model":"sc:m""#, nil), (#""model":"m","hone":{"method":"sc","samples":16}"#, nil),
            (#""model":"m""#, "sc"),
        ] as [(String, String?)])
    func samplesWithTheClientsOwnText(members: String, field: String?) async throws {
        try await ServiceUnderTest.with(reply: sevens) { hone in
            var fields: HTTPFields = [.contentType: "application/json"]
            fields[.init("Hone-Method")!] = field
            let body = #"{\#(members),"prompt":"Q: How\u0020many?\nA:","seed":0,"suffix":"!","max_tokens":9}"#
            let json = try await hone.send(.post, path, body, fields: fields).json
            #expect(json["object"] == "text_completion" && json["id"]?.string?.hasPrefix("cmpl-") == true)
            #expect(json["choices"]?.array?.count == 1 && json["choices"]?[0]?["text"] == "s0 = 7")
            #expect(json["choices"]?[0]?["finish_reason"] == "stop" && json["choices"]?[0]?["index"] == 0)
            #expect(json["hone"]?["answer"] == "7" && json["hone"]?["method"] == "self-consistency")
            #expect(json["usage"]?["total_tokens"] == json["hone"]?["usage"]?["total_tokens"])
            for call in hone.upstream.observations.calls {
                #expect(call.isText && call.body["messages"] == nil && call.body["hone"] == nil)
                #expect(call.body["prompt"] == "Q: How many?\nA:" && call.body["model"] == "m")
                #expect(call.body["suffix"] == "!" && call.body["max_tokens"] == 9)
            }
        }
    }

    @Test func streamsTheTextTheEndAndTheUsage() async throws {
        try await ServiceUnderTest.with(reply: sevens) { hone in
            let answer = try await hone.post(
                path,
                #"{"model":"sc:m","prompt":["How many?"],"stream":true,"seed":0,"stream_options":{"include_usage":true}}"#
            )
            var chunks = answer.text.split(separator: "\n").filter { $0.hasPrefix("data: ") }.map { $0.dropFirst(6) }
            #expect(chunks.popLast() == "[DONE]")
            let json = try chunks.map { try JSON(parsing: String($0)) }
            #expect(json.allSatisfy { $0["object"] == "text_completion" && $0["choices"]?[0]?["delta"] == nil })
            #expect(json.compactMap { $0["choices"]?[0]?["text"]?.string }.joined() == "s0 = 7")
            #expect(json.compactMap { $0["choices"]?[0]?["finish_reason"]?.string } == ["stop"])
            #expect(json.last?["choices"] == [] && json.last?["usage"]?["completion_tokens"]?.int ?? 0 > 0)
            #expect(json.dropLast().last?["hone"]?["answer"] == "7")
        }
    }

    @Test func asksForLogProbabilitiesAndReturnsThemInTheOlderShape() async throws {
        try await ServiceUnderTest.with { call in
            let tokens = (0..<call.choices).map { choice in
                let p = [0.4, 0.8, 0.6][(call.seed + choice) % 3]
                let others = (1..<20).map { (text: "other\($0)", logprob: log((1 - p) / 399)) }
                return [
                    ScriptedToken(
                        "= \(call.seed + choice)", log(p), top: [("= \(call.seed + choice)", log(p))] + others)
                ]
            }
            return .spells(tokens, as: .legacy)
        } _: { hone in
            let json = try await hone.post(
                path,
                #"{"model":"m","prompt":"How many?","seed":0,"logprobs":2,"hone":{"method":"soft-sc","samples":3}}"#
            ).json
            let choice = json["choices"]?[0]
            #expect(choice?["text"] == "= 1")
            #expect(choice?["logprobs"]?["tokens"] == ["= 1"])
            #expect(choice?["logprobs"]?["top_logprobs"]?[0]?.object?.members.count == 2)
            #expect(hone.upstream.observations.calls.allSatisfy { $0.isText && $0.body["top_logprobs"] == nil })
            #expect(hone.upstream.observations.calls.map(\.topLogprobs) == [20, 20, 2, 2, 2])
        }
    }

    @Test(arguments: [
        (#""model":"sc:m""#, "prompt"),
        (#""model":"sc:m","prompt":7"#, "prompt"),
        (#""model":"sc:m","prompt":["a","b"]"#, "prompt"),
        (#""model":"sc:m","prompt":[1,2]"#, "prompt"),
        (#""model":"sc:m","prompt":"a","echo":true"#, "echo"),
        (#""model":"sc:m","prompt":"a","best_of":2"#, "best_of"),
        (#""model":"sc:m","prompt":"a","logprobs":true"#, "logprobs"),
        (#""model":"sc:m","prompt":"a","n":17"#, "n"),
        (#""model":"usc:m","prompt":"a""#, "model"),
        (#""model":"hone:m","prompt":"a""#, "model"),
        (#""model":"m","prompt":"a","hone":{"method":"self-refine"}"#, "hone.method"),
    ])
    func namesTheMemberThatIsWrong(members: String, member: String) async throws {
        try await ServiceUnderTest.with { hone in
            let answer = try await hone.post(path, "{\(members)}")
            #expect(answer.status == 400 && answer.json["error"]?["param"] == .string(member))
            #expect(hone.upstream.observations.calls.isEmpty)
        }
    }

    @Test(
        arguments: [
            (#"{ "model":"m", "prompt":[1,2],"echo":true,"best_of":3 }"#, nil, nil),
            (#"{"model":"sc:m","prompt":"a"}"#, "none", #"{"model":"m","prompt":"a"}"#),
        ] as [(String, String?, String?)])
    func passesOnWhatSelectsNoMethod(body: String, method: String?, seen: String?) async throws {
        try await ServiceUnderTest.with { hone in
            var fields: HTTPFields = [.contentType: "application/json"]
            fields[.init("Hone-Method")!] = method
            let answer = try await hone.send(.post, path, body, fields: fields)
            #expect(answer.json["choices"]?[0]?["text"] == "ok" && answer.json["hone"] == nil)
            let call = try #require(hone.upstream.observations.calls.first)
            #expect(call.head.fields[.init("Hone-Method")!] == nil)
            #expect(call.head.fields[.contentLength] == "\((seen ?? body).utf8.count)")
        }
    }
}
