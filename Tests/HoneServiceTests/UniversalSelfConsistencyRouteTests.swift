import CurlClient
import HTTP
import HTTPTypes
import JSON
import Synchronization
import TestUpstream
import Testing

@Suite(.timeLimit(.minutes(5))) struct UniversalSelfConsistencyRouteTests {
    static let poems = ["Roses are red.", "Violets are blue.", "Violets, blue as they are."]

    /// A server that writes poems, and prefers the second one as a judge.
    static func poetry(_ call: TestUpstream.Call) -> TestUpstream.Reply {
        isJudge(call)
            ? .says(["The most consistent response is Response 2."]) : call.says { poems[$0 % poems.count] }
    }

    static func isJudge(_ call: TestUpstream.Call) -> Bool {
        call.body["messages"]?[0]?["content"]?.string?.contains("Response X") == true
    }

    let body =
        #"{"prompt":"Write a poem.","parameters":{"samples":3},"sampling":{"seed":0,"stop":"!","temperature":0.7}"#

    @Test func returnsTheResponseThatTheJudgeChose() async throws {
        try await ServiceUnderTest.with(reply: Self.poetry) { hone in
            let answer = try await hone.post("/v1/refine/usc", body + #","roles":{"judge":"other"}}"#)
            let json = answer.json
            #expect(answer.status == 200)
            #expect(json["method"] == "universal-self-consistency")
            #expect(json["output"] == "Violets are blue.")
            #expect(
                json["selection"] == ["index": 1, "reply": "The most consistent response is Response 2."])
            #expect(json["stop_reason"] == "exhausted" && json["calls"] == 4)
            #expect(
                json["usage"]?["by_role"]?["judge"]?["prompt_tokens"] == .number(TestUpstream.promptTokens))
            let judge = try #require(hone.upstream.observations.calls.first(where: Self.isJudge)).body
            #expect(judge["model"] == "other" && judge["temperature"] == 0 && judge["max_tokens"] == 256)
            #expect(judge["stop"] == nil)
            #expect(judge["messages"]?[0]?["content"]?.string?.contains("Response 3:\nViolets, blue") == true)
        }
    }

    @Test func streamsTheChosenTextAndNothingOfTheJudge() async throws {
        try await ServiceUnderTest.with(reply: Self.poetry) { hone in
            let answer = try await hone.post("/v1/refine/usc", body + #","stream":true}"#)
            let events = answer.text.split(separator: "\n").filter { $0.hasPrefix("event: ") }
            #expect(
                events == [
                    "event: sample", "event: sample", "event: sample", "event: vote", "event: delta", "event: done",
                ])
            #expect(answer.text.contains(#"data: {"text":"Violets are blue."}"#))
        }
    }

    @Test(arguments: [false, true])
    func answersChatClients(streams: Bool) async throws {
        try await ServiceUnderTest.with(reply: Self.poetry) { hone in
            let chat =
                #"{"model":"usc:m","seed":0,"stream":\#(streams),"messages":[{"role":"user","content":"A poem?"}]}"#
            let answer = try await hone.post("/v1/chat/completions", chat)
            #expect(answer.status == 200)
            if streams {
                #expect(answer.text.contains(#"{"content":"Violets are blue."}"#))
                #expect(answer.text.hasSuffix("data: [DONE]\n\n"))
            } else {
                #expect(answer.json["choices"]?[0]?["message"]?["content"] == "Violets are blue.")
                #expect(answer.json["hone"]?["selection"]?["index"] == 1)
            }
        }
    }

    @Test func passesTheOnlySampleThroughAsItComes() async throws {
        try await ServiceUnderTest.with(reply: Self.poetry) { hone in
            let answer = try await hone.post(
                "/v1/refine/usc", #"{"prompt":"A poem?","parameters":{"samples":1},"stream":true}"#)
            #expect(answer.text.contains(#"data: {"text":"Roses "}"#))
            #expect(hone.upstream.observations.calls.count == 1)
        }
    }

    @Test func showsTheJudgeLessIfItIsTooMuch() async throws {
        let refusal = #"{"error":{"message":"the request exceeds the available context size","code":400}}"#
        let isFirst = Mutex(true)
        try await ServiceUnderTest.with { call in
            guard Self.isJudge(call) else {
                return call.says { String(repeating: "word ", count: 200) + Self.poems[$0] }
            }
            let refuses = isFirst.withLock { first in
                defer { first = false }
                return first
            }
            return refuses ? .refuses(status: 400, body: refusal) : Self.poetry(call)
        } _: { hone in
            let json = try await hone.post("/v1/refine/usc", body + "}").json
            #expect(json["selection"]?["index"] == 1)
            #expect(json["selection"]?["tail_characters"] == 342)
            #expect(json["output"]?.string?.hasSuffix("Violets are blue.") == true)
        }
    }

    @Test func saysThatTheJudgeWasLost() async throws {
        try await ServiceUnderTest.with { call in
            Self.isJudge(call) ? .refuses(status: 403, body: "no judging here") : Self.poetry(call)
        } _: { hone in
            let answer = try await hone.post("/v1/refine/usc", body + "}")
            #expect(answer.status == 200)
            #expect(answer.json["output"] == "Roses are red.")
            #expect(answer.json["stop_reason"] == "failed")
            #expect(answer.json["failure"]?.string?.contains("403") == true)
            #expect(answer.json["selection"] == ["index": 0, "fallback": "vote"])
        }
    }

    @Test func asksOnceMoreForSelfAgreement() async throws {
        try await ServiceUnderTest.with { call in
            let task = call.body["messages"]?[0]?["content"]?.string ?? ""
            guard task.contains("Extract the Final Answer") else { return call.says { "I get \($0 % 2 + 6)." } }
            return .says(["### Extract the Final Answer\n1: 6\n2: 7\n3: 6\n\n### The majority voted answer is: 7"])
        } _: { hone in
            let json = try await hone.post(
                "/v1/refine/self-agreement",
                #"{"prompt":"How many?","parameters":{"samples":3},"sampling":{"seed":0}}"#
            ).json
            #expect(json["method"] == "self-agreement" && json["answer"] == "7" && json["output"] == "I get 7.")
            #expect(json["aggregation"]?["source"] == "statement" && json["aggregation"]?["index"] == 1)
            #expect(json["calls"] == 4)
        }
    }
}
