import JSON
import Synchronization
import Testing

@testable import Refinement

@Suite struct SelfConsistencyTests {
    /// The samples of one question, by the answers they reach; nil reaches none.
    func model(_ answers: [Int?]) -> ScriptedModel {
        ScriptedModel { sample, _ in
            answers[sample].map { .says("So the answer is \($0).") } ?? .says("I do not know.")
        }
    }

    func refine(
        _ model: ScriptedModel, _ parameters: JSON, isSeeded: Bool = true
    ) async throws -> (answer: RefinedAnswer, run: Run) {
        let run = Run(model: model)
        return (try await SelfConsistency.with(parameters).refine(try .number(isSeeded: isSeeded), in: run), run)
    }

    @Test func returnsTheAnswerThatMostSamplesReachAndTheFirstSampleThatSaysIt() async throws {
        let (answer, run) = try await refine(
            model([3, 7, nil, 7, 3, 7]), ["samples": 6, "early_stop": "never"])
        #expect(answer.answer?.canonical == "7")
        #expect(answer.completion.text == "So the answer is 7.")
        #expect(answer.confidence == 0.5)
        #expect(answer.agreement == .init(leader: 3, runnerUp: 2, valid: 5, samples: 6))
        #expect(answer.counts == .init(requested: 6, received: 6, failed: 0, counted: 6))
        #expect(answer.stop == .exhausted)
        #expect(run.usage == TokenUsage(prompt: 60, completion: 30))
        #expect(run.calls == 6)
    }

    @Test func stopsAndCancelsTheRestWhenTheVoteIsCertain() async throws {
        let model = ScriptedModel { sample, _ in sample < 9 ? .says("The answer is 7.") : .hangs() }
        let (answer, run) = try await refine(model, ["samples": 16])
        #expect(answer.answer?.canonical == "7")
        #expect(answer.stop == .certain)
        #expect(answer.counts == .init(requested: 16, received: 9, failed: 0, counted: 9))
        #expect(answer.counts.cancelled == 7)
        // Cancelled calls cost their prompt, which only the finished ones can tell.
        #expect(run.usage.completion == 45)
        #expect(run.usage.estimated == run.usage.prompt - 90)
    }

    @Test func countsInTheOrderOfIssueWhateverArrivesFirst() async throws {
        // The samples arrive last to first; by arrival 5 would be certain after five, by issue 4 is after five.
        let order = ArrivalOrder(first: 8, count: 9)
        let model = ScriptedModel(before: { await order.wait(for: $0) }) { sample, _ in
            .says("The answer is \(sample < 5 ? 4 : 5).")
        }
        let (answer, _) = try await refine(model, ["samples": 9])
        #expect(answer.answer?.canonical == "4")
        #expect(answer.counts.counted == 5)
    }

    @Test func survivesLostSamples() async throws {
        let model = ScriptedModel { sample, _ in
            sample % 4 == 0 ? .fails(.unreachable(reason: "x")) : .says("The answer is 7.")
        }
        let (answer, _) = try await refine(model, ["samples": 8, "early_stop": "never"])
        #expect(answer.answer?.canonical == "7")
        #expect(answer.counts == .init(requested: 8, received: 6, failed: 2, counted: 8))
        #expect(answer.samples.filter { $0.error != nil }.map(\.index) == [0, 4])
    }

    @Test func failsOnlyWhenEverySampleIsLost() async throws {
        let model = ScriptedModel { _, _ in .fails(.timedOut(stage: .connect)) }
        await #expect {
            try await refine(model, ["samples": 3])
        } throws: { error in
            guard case .allSamplesFailed(let errors)? = error as? RefinementError else { return false }
            return errors == Array(repeating: .timedOut(stage: .connect), count: 3)
        }
    }

    @Test func asksAgainForTheChoicesThatAServerDidNotBring() async throws {
        let model = ScriptedModel(sizes: { [$0] }) { sample, choices in
            choices > 1 && sample > 0 ? .isMissing : .says("The answer is 7.")
        }
        let (answer, run) = try await refine(model, ["samples": 5, "early_stop": "never"], isSeeded: false)
        #expect(answer.counts == .init(requested: 5, received: 5, failed: 0, counted: 5))
        #expect(run.calls == 5)
    }

    @Test func asksForEachSampleByItselfWhenAServerRefusesSeveralChoices() async throws {
        let refusal = ModelError.rejected(.init(status: 400, message: "Only one completion choice is allowed"))
        let model = ScriptedModel(sizes: { [$0] }) { _, choices in
            choices > 1 ? .fails(refusal) : .says("The answer is 7.")
        }
        let (answer, run) = try await refine(model, ["samples": 4, "early_stop": "never"], isSeeded: false)
        #expect(answer.counts == .init(requested: 4, received: 4, failed: 0, counted: 4))
        #expect(run.calls == 5)
    }

    @Test func doesNotLoseEverySampleWithOneCallForAll() async throws {
        let model = ScriptedModel(sizes: { [$0] }) { _, choices in
            choices > 1 ? .fails(.interrupted(reason: "reset", tokens: 3)) : .says("The answer is 7.")
        }
        // Attempts stay within one and a half times the samples.
        let (answer, run) = try await refine(model, ["samples": 8, "early_stop": "never"], isSeeded: false)
        #expect(answer.counts == .init(requested: 8, received: 4, failed: 4, counted: 8))
        #expect(run.calls == 5)
    }

    @Test(arguments: [(401, 1), (429, 1), (400, 2)])
    func doesNotRepeatWhatCannotSucceed(status: Int, calls: Int) async throws {
        let model = ScriptedModel(sizes: { [$0] }) { _, _ in .fails(.rejected(.init(status: status, message: "no"))) }
        let run = Run(model: model)
        let method = try SelfConsistency.with(["samples": 16])
        await #expect(throws: RefinementError.self) {
            try await method.refine(try .number(isSeeded: false), in: run)
        }
        #expect(run.calls == calls)
    }

    @Test func givesEverySampleACallOfItsOwnWhereASeedIsSet() async throws {
        let model = ScriptedModel(sizes: { [$0] }) { sample, _ in .says("The answer is \(sample).") }
        let (answer, run) = try await refine(model, ["samples": 3, "early_stop": "never"])
        #expect(run.calls == 3)
        #expect(answer.samples.map { $0.answer?.canonical } == ["0", "1", "2"])
    }

    @Test func countsToolCallsThatSayTheSameAsOneAnswer() async throws {
        let arguments = [#"{"city":"Rome","days":2}"#, #"{ "days": 2.0, "city": "Rome" }"#, #"{"city":"Oslo"}"#]
        let model = ScriptedModel { sample, _ in .calls("weather", arguments: arguments[sample]) }
        let (answer, _) = try await refine(model, ["samples": 3, "early_stop": "never"])
        #expect(answer.agreement == .init(leader: 2, runnerUp: 1, valid: 3, samples: 3))
        #expect(answer.answer?.kind == .toolCalls)
        #expect(answer.completion.message["tool_calls"]?[0]?["function"]?["arguments"] == .string(arguments[0]))
    }

    @Test func isOnePlainCallForOneSample() async throws {
        let (answer, run) = try await refine(model([nil]), ["samples": 1])
        #expect(answer.completion.text == "I do not know.")
        #expect(answer.answer == nil && answer.fallback == .text)
        #expect(run.calls == 1)
    }

    @Test func fallsBackOnTheTextsWhenNoSampleHasAnAnswer() async throws {
        let texts = ["No idea!", "Who knows?", "no idea"]
        let model = ScriptedModel { sample, _ in .says(texts[sample]) }
        let (answer, _) = try await refine(model, ["samples": 3])
        #expect(answer.fallback == .text)
        #expect(answer.completion.text == "No idea!")
        #expect(answer.answer == nil && answer.confidence == 0)
        #expect(answer.agreement.valid == 0)
    }

    @Test func doesNotReadALastNumberFromATruncatedSample() async throws {
        let model = ScriptedModel { sample, _ in
            sample < 2 ? .says("First we take 12", finish: "length") : .says("The answer is 7.")
        }
        let (answer, _) = try await refine(model, ["samples": 3])
        #expect(answer.answer?.canonical == "7")
    }

    @Test func warnsWhenAllSamplesAreTheSame() async throws {
        let (answer, _) = try await refine(model([7, 7, 7]), ["samples": 3, "early_stop": "never"])
        #expect(answer.warnings == [.degenerateSampling])
    }
}

/// Lets samples go on one after another, from the last to the first.
actor ArrivalOrder {
    private var turn: Int
    private var waiting: [Int: CheckedContinuation<Void, Never>] = [:]

    init(first: Int, count: Int) { turn = first }

    func wait(for index: Int) async {
        if index < turn { await withCheckedContinuation { waiting[index] = $0 } }
        turn = index - 1
        waiting.removeValue(forKey: turn)?.resume()
    }
}
