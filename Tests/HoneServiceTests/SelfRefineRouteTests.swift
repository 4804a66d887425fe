import HTTPTypes
import JSON
import TestUpstream
import Testing

@Suite(.timeLimit(.minutes(5))) struct SelfRefineRouteTests {
    /// Models that go by their names: the first answer is wrong, the critic sees it, the refiner mends it, the judge too.
    static let reply: @Sendable (TestUpstream.Call) async throws -> TestUpstream.Reply = { call in
        let prompt = call.body["messages"]?.array?.last?["content"]?.string ?? ""
        switch call.body["model"]?.string {
        case "critic":
            let objects = prompt.contains("<answer>\nThe answer is 6.")
            return .says([
                objects
                    ? #"{"items": [{"aspect": "truth", "score": 4, "problem": "2 + 5 is 7"}], "total": 4, "verdict": "refine"}"#
                    : #"{"items": [{"aspect": "truth", "score": 10, "problem": ""}], "total": 10, "verdict": "stop"}"#
            ])
        case "refiner": return .says(["The answer is 7."])
        case "judge":
            return .says([prompt.contains("<answer_A>\nThe answer is 7.") ? "VERDICT: A" : "VERDICT: B"])
        default: return .says(["The answer is 6."])
        }
    }

    static func body(_ more: String = "") -> String {
        #"{"prompt":"How many?","model":"m","roles":{"critic":"critic","refiner":"refiner","judge":"judge"}\#(more)}"#
    }

    @Test func showsWhatHappenedInEveryRound() async throws {
        try await ServiceUnderTest.with(reply: Self.reply) { hone in
            let json = try await hone.post("/v1/refine/self-refine", Self.body(#","include":["trace"]"#)).json
            #expect(json["output"] == "The answer is 7." && json["answer"] == "7")
            #expect(json["stop_reason"] == "approved" && json["confidence"] == 1)
            #expect(json["mode"] == "guarded" && json["first_answer"] == "The answer is 6." && json["returned"] == 1)
            #expect(
                json["rounds"] == [
                    ["round": 1, "score": 0.4, "accepted": true, "why": "better"],
                    ["round": 2, "score": 1, "approval": "verdict"],
                ])
            #expect(
                json["usage"]?["by_role"]?.object?.members.map(\.name) == ["critic", "generator", "judge", "refiner"])
            let trace = json["trace"]?.array ?? []
            #expect(
                trace.map { $0["event"]?.string } == [
                    "sample", "critique", "revision", "decision", "critique", "stopped",
                ])
            #expect(trace[1]["critique"]?["text"]?.string?.contains("2 + 5 is 7") == true)
            #expect(trace[3]["decision"] == ["index": 1, "accepted": true, "why": "better"])
        }
    }

    @Test func streamsCritiquesRevisionsAndDecisions() async throws {
        try await ServiceUnderTest.with(reply: Self.reply) { hone in
            let answer = try await hone.post("/v1/refine/refine", Self.body(#","stream":true"#))
            let events = answer.text.split(separator: "\n").filter { $0.hasPrefix("event: ") }.map { $0.dropFirst(7) }
            #expect(
                events == ["sample", "critique", "revision", "decision", "critique", "delta", "done"])
            // Texts only where samples are included.
            #expect(!answer.text.contains("2 + 5 is 7"))
            let whole = try await hone.post("/v1/refine/refine", Self.body(#","stream":true,"include":["samples"]"#))
            #expect(whole.text.contains("2 + 5 is 7"))
        }
    }

    @Test func streamsTheLastRoundOfFaithfulModeWordByWord() async throws {
        try await ServiceUnderTest.with(reply: Self.reply) { hone in
            let chat = #"""
                {"model":"m","stream":true,"messages":[{"role":"user","content":"How many?"}],
                 "hone":{"method":"self-refine","mode":"faithful","max_rounds":1,
                         "roles":{"critic":"critic","refiner":"refiner"}}}
                """#
            let answer = try await hone.post("/v1/chat/completions", chat)
            let texts = answer.text.split(separator: "\n").compactMap { line in
                (try? JSON(parsing: String(line.dropFirst(6))))?["choices"]?[0]?["delta"]?["content"]?.string
            }
            #expect(texts.joined() == "The answer is 7.")
            #expect(texts.count { !$0.isEmpty } > 1)
        }
    }

    @Test func refinesAChatByItsModelName() async throws {
        try await ServiceUnderTest.with { call in
            // One model for all: it has nothing to say against itself.
            .says([call.number == 0 ? "The answer is 6." : "No issues."])
        } _: { hone in
            let chat = #"{"model":"self-refine:m","messages":[{"role":"user","content":"How many?"}]}"#
            let json = try await hone.post("/v1/chat/completions", chat).json
            #expect(json["choices"]?[0]?["message"]?["content"] == "The answer is 6.")
            #expect(json["hone"]?["stop_reason"] == "approved" && json["hone"]?["rounds"]?.array?.count == 1)
        }
    }

    @Test func keepsTheFirstAnswerWhenTheCriticIsLost() async throws {
        try await ServiceUnderTest.with { call in
            call.body["model"] == "critic" ? .refuses(status: 503, body: "busy") : try await Self.reply(call)
        } _: { hone in
            let answer = try await hone.post("/v1/refine/self-refine", Self.body())
            #expect(answer.status == 200 && answer.json["answer"] == "6")
            #expect(answer.json["stop_reason"] == "failed" && answer.json["failure"]?.string?.contains("503") == true)
        }
    }

    @Test func namesTheParametersThatDoNotGoTogether() async throws {
        try await ServiceUnderTest.with { hone in
            let answer = try await hone.post(
                "/v1/refine/self-refine", #"{"prompt":"x","parameters":{"feedback":"none","pick":"best"}}"#)
            #expect(answer.status == 400 && answer.json["error"]?["param"] == "parameters.pick")
        }
    }
}
