import JSON
import Testing

@testable import Refinement

/// The next best samples of a method's answer, by its own ranking.
@Suite struct BestSamplesTests {
    private func best(
        _ method: any Method, _ texts: [(text: String, probability: Double)], _ count: Int = 9
    ) async throws -> [String] {
        let model = ScriptedModel(logprobSupport: LogprobSupport(maxTop: 20)) { sample, _ in
            let (text, probability) = texts[sample]
            return text == "!"
                ? .fails(.unreachable(reason: "gone")) : .spells([ScriptedWord(text, probability: probability)])
        }
        let answer = try await method.refine(try .number(), in: Run(model: model))
        #expect(answer.best(1) == [answer.completion])
        return answer.best(count).map(\.text)
    }

    private func texts(_ texts: String...) -> [(text: String, probability: Double)] { texts.map { ($0, 0.5) } }

    @Test func aVoteRanksAnswersFirstAndThenTheFurtherSamplesOfTheBest() async throws {
        let method = try SelfConsistency.with(["samples": 7, "early_stop": "never"])
        let ranked = try await best(method, texts("a = 5", "none", "b = 7", "!", "c = 7", "d = 5", "e = 7"))
        #expect(ranked == ["b = 7", "a = 5", "c = 7", "e = 7", "d = 5", "none"])
    }

    @Test func ofEachAnswerTheBestSampleByScoreComesFirst() async throws {
        let method = try BestOfN.with(["samples": 5, "select": "borda", "measure": "mean_logprob", "top_logprobs": 20])
        let ranked = try await best(
            method, [("a = 7", 0.5), ("b = 7", 0.9), ("c = 5", 0.2), ("d = 5", 0.3), ("e = 7", 0.6)])
        #expect(ranked == ["b = 7", "d = 5", "e = 7", "a = 7", "c = 5"])
    }

    @Test func scoresRankSamplesWhateverTheyAnswer() async throws {
        let method = try SoftSelfConsistency.with(["samples": 4])
        let ranked = try await best(method, [("a = 7", 0.5), ("b = 7", 0.9), ("none", 0.99), ("d = 5", 0.7)])
        #expect(ranked == ["b = 7", "d = 5", "a = 7", "none"])
    }

    @Test func wordsVoteWhereThereAreNoAnswers() async throws {
        let method = try SelfConsistency.with(["samples": 5, "early_stop": "never"])
        #expect(
            try await best(method, texts("x", "y", "Y", "z", "y "), 4) == ["y", "x", "z", "Y"])
    }

    @Test func callsAreBookedWithTheModelThatWasCalled() async throws {
        let model = ScriptedModel { sample, _ in .says("= \(sample)") }
        let run = Run(model: model, roles: [.judge: ScriptedModel { _, _ in .says("1") }])
        _ = try await UniversalSelfConsistency.with(["samples": 3]).refine(try .number(), in: run)
        #expect(run.usageByModel[CalledModel(player: .generator)] == run.usageByRole[.generator])
        #expect(run.usageByModel[CalledModel(player: .judge)] == run.usageByRole[.judge])
        let alone = Run(model: model)
        _ = try await UniversalSelfConsistency.with(["samples": 3]).refine(try .number(), in: alone)
        #expect(alone.usageByModel == [CalledModel(player: .generator): alone.usage] && alone.usageByRole.count == 2)
    }
}
