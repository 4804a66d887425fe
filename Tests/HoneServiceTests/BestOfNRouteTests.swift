import Foundation
import JSON
import TestUpstream
import Testing

@Suite(.timeLimit(.minutes(5))) struct BestOfNRouteTests {
    /// A token of that probability before all others of a vocabulary, which are equally likely.
    private static func token(_ text: String, _ probability: Double, of vocabulary: Int) -> ScriptedToken {
        let other = log((1 - probability) / Double(vocabulary - 1))
        return ScriptedToken(
            text, log(probability),
            top: [(text, log(probability))] + (1..<vocabulary).map { ("other\($0)", other) })
    }

    /// Sample i says that the answer is i, as surely as the list says, which is over and over.
    private static func answers(
        _ sureness: [Double], of vocabulary: Int = 400, as shape: LogprobShape = .openAI
    ) -> @Sendable (TestUpstream.Call) -> TestUpstream.Reply {
        { call in
            let samples = (0..<call.choices).map { choice in
                let sample = call.seed + choice
                let p = sureness[sample % sureness.count]
                return ["The ", "answer ", "is ", "\(sample)."].map { token($0, p, of: vocabulary) }
            }
            return .spells(samples, as: shape)
        }
    }

    private let body = #"{"prompt":"How many?","parameters":{"samples":4},"sampling":{"seed":0},"include":["samples"]}"#

    @Test(arguments: LogprobShape.allCases) func returnsTheSurestSample(shape: LogprobShape) async throws {
        try await ServiceUnderTest.with(reply: Self.answers([0.5, 0.6, 0.9, 0.7], as: shape)) { hone in
            let json = try await hone.post("/v1/refine/best-of-n", body).json
            #expect(json["answer"] == "2" && json["output"] == "The answer is 2.")
            #expect(json["score"]?["measure"] == "s_lo" && json["score"]?["top_logprobs"] == 20)
            #expect(abs((json["confidence"]?.double ?? 0) - 0.9) < 1e-9)
            let scores = json["samples"]?["items"]?.array?.compactMap { $0["score"]?.double } ?? []
            #expect(scores.count == 4 && scores[2] == scores.max() && scores[2] == json["score"]?["value"]?.double)
            // Two calls to find out what the server gives, then one a sample, as the client set a seed.
            #expect(hone.upstream.observations.calls.allSatisfy { $0.topLogprobs == 20 })
            #expect(json["calls"] == 6)
            #expect(json["usage"]?["by_role"]?["probe"] != nil)
            let again = try await hone.post("/v1/refine/bon", body).json
            #expect(again["calls"] == 4)
        }
    }

    @Test func scoresWholeDistributionsExactly() async throws {
        try await ServiceUnderTest.with(reply: Self.answers([0.5, 0.9], of: 40, as: .llamaCpp)) { hone in
            let json = try await hone.post(
                "/v1/refine/bon",
                #"{"prompt":"?","parameters":{"samples":2,"top_logprobs":1000},"sampling":{"seed":0}}"#
            ).json
            #expect(json["score"]?["measure"] == "self_certainty" && json["score"]?["vocabulary"] == 40)
            let exact = -log(40) - (log(0.9) + 39 * log(0.1 / 39)) / 40
            #expect(abs((json["score"]?["value"]?.double ?? 0) - exact) < 1e-9)
        }
    }

    @Test func saysThatAServerLacksWhatItNeeds() async throws {
        try await ServiceUnderTest.with(reply: { call in call.says { "= \($0)" } }) { hone in
            let answer = try await hone.post("/v1/refine/bon", body)
            #expect(answer.status == 400)
            #expect(answer.json["error"]?["code"] == "upstream_lacks_capability")
            // One sample needs nothing.
            let one = try await hone.post("/v1/refine/bon", #"{"prompt":"?","parameters":{"samples":1}}"#)
            #expect(one.status == 200 && one.json["calls"] == 1)
        }
    }

    @Test(arguments: [false, true]) func aChatGetsLogprobsOnlyIfItAskedForThem(asks: Bool) async throws {
        try await ServiceUnderTest.with(reply: Self.answers([0.5, 0.9])) { hone in
            let wish = asks ? #""logprobs":true,"top_logprobs":2,"# : ""
            let answer = try await hone.post(
                "/v1/chat/completions",
                #"{"model":"bon:m",\#(wish)"seed":0,"messages":[{"role":"user","content":"?"}],"hone":{"method":"bon","samples":2}}"#
            )
            let choice = answer.json["choices"]?[0]
            #expect(choice?["message"]?["content"] == "The answer is 1.")
            #expect((choice?["logprobs"]?["content"]?.array?.count == 4) == asks)
            #expect(hone.upstream.observations.calls.allSatisfy { $0.topLogprobs == 20 })
        }
    }
}
