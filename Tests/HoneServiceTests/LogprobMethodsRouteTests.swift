import Foundation
import JSON
import TestUpstream
import Testing

@Suite(.timeLimit(.minutes(5))) struct LogprobMethodsRouteTests {
    /// A token of that probability before all others of a vocabulary of 400, which are equally likely.
    private static func token(_ text: String, _ probability: Double) -> ScriptedToken {
        let other = log((1 - probability) / 399)
        return ScriptedToken(
            text, log(probability), top: [(text, log(probability))] + (1..<40).map { ("other\($0)", other) })
    }

    /// Words of that probability which end in an answer.
    private static func trace(_ answer: Int, words: Int, _ probability: Double) -> [ScriptedToken] {
        (0..<words).map { _ in token("so ", probability) } + [token("= \(answer)", probability)]
    }

    @Test func deepConfClosesTheStreamOfATraceThatGetsUnsure() async throws {
        try await ServiceUnderTest.with { call in
            guard call.body["max_tokens"] == nil else { return .spells([Self.trace(0, words: 1, 0.9)], as: .openAI) }
            if call.seed == 4 {
                // Nothing follows: unless the stream is closed, nobody ever gets an answer.
                return .trailsOff(Self.trace(7, words: 10, 0.9) + Self.trace(7, words: 40, 0.1))
            }
            let samples = (0..<call.choices).map { Self.trace(1 + (call.seed + $0) % 2, words: 40, 0.9) }
            return .spells(samples, as: .openAI)
        } _: { hone in
            let answer = try await hone.post(
                "/v1/refine/deepconf",
                #"""
                {"prompt":"How many?","parameters":{"warm_up":4,"max_samples":6,"window":8},"sampling":{"seed":0},
                 "include":["samples"]}
                """#)
            await hone.upstream.wait { $0.abandoned == 1 && $0.running == 0 }
            let json = answer.json
            #expect(json["answer"] == "2")
            #expect(json["deepconf"]?["cut"] == 1)
            #expect(json["samples"]?["failed"] == 0 && json["samples"]?["cancelled"] == 1)
            #expect(json["samples"]?["items"]?[4]?["error"]?.string?.hasPrefix("ended by the method after") == true)
            #expect(json["usage"]?["estimated_tokens"]?.int ?? 0 > 0)
            #expect(json["score"]?["measure"] == "lowest_group" && json["score"]?["window"] == 8)
        }
    }

    @Test(arguments: [LogprobShape.openAI, .vLLM, .legacy])
    func softSelfConsistencyReturnsTheMostProbableSample(shape: LogprobShape) async throws {
        try await ServiceUnderTest.with { call in
            .spells(
                (0..<call.choices).map { Self.trace(call.seed + $0, words: 3, [0.4, 0.8, 0.6][(call.seed + $0) % 3]) },
                as: shape)
        } _: { hone in
            let json = try await hone.post(
                "/v1/refine/soft-sc", #"{"prompt":"How many?","parameters":{"samples":3},"sampling":{"seed":0}}"#
            ).json
            #expect(json["answer"] == "1")
            #expect(abs((json["confidence"]?.double ?? 0) - 0.8) < 1e-9)
            #expect(json["score"]?["measure"] == "mean_prob")
            // The sampled tokens are all that it needs; two calls found out that they come.
            #expect(hone.upstream.observations.calls.map(\.topLogprobs) == [20, 20, 1, 1, 1])
        }
    }

    @Test(arguments: LogprobShape.allCases) func pTrueReadsTheJudgesFirstToken(shape: LogprobShape) async throws {
        try await ServiceUnderTest.with { call in
            let task = call.body["messages"]?[0]?["content"]?.string ?? ""
            if call.topLogprobs == nil { return call.says { "= \([7, 8, 7][$0 % 3])" } }
            // The judge thinks eight true, and also answers what is asked to learn about its server.
            let p = task.contains("Possible answer:\n8") ? 0.9 : 0.2
            let rest = (1..<20).map { (text: "other\($0)", logprob: -20.0) }
            let top = [(text: "A", logprob: log(p)), (text: "B", logprob: log(1 - p))]
            let said = p > 0.5 ? top[0] : top[1]
            let token = ScriptedToken(
                said.text, said.logprob, top: top.sorted { $0.logprob > $1.logprob } + rest)
            return .spells(Array(repeating: [token], count: call.choices), as: shape)
        } _: { hone in
            let answer = try await hone.post(
                "/v1/refine/p-true", #"{"prompt":"How many?","parameters":{"samples":3},"sampling":{"seed":0}}"#)
            let json = answer.json
            #expect(json["answer"] == "8" && json["output"] == "= 8")
            #expect(abs((json["confidence"]?.double ?? 0) - 0.9) < 1e-9)
            #expect(json["p_true"]?.array?.count == 2)
            #expect(json["p_true"]?[1]?["confidence_source"] == "logprobs")
            #expect(json["calls"] == 7)
            #expect(json["usage"]?["by_role"]?["judge"] != nil)
        }
    }

    @Test(arguments: ["deepconf", "soft-self-consistency", "p-true"])
    func saysThatAServerLacksWhatTheMethodNeeds(method: String) async throws {
        try await ServiceUnderTest.with(reply: { call in call.says { "= \($0)" } }) { hone in
            let answer = try await hone.post("/v1/refine/\(method)", #"{"prompt":"?"}"#)
            #expect(answer.status == 400)
            #expect(answer.json["error"]?["code"] == "upstream_lacks_capability")
            #expect(hone.upstream.observations.calls.count == 1)
        }
    }
}
