import JSON
import Testing

@testable import Refinement

@Suite struct SoftSelfConsistencyTests {
    /// What the method makes of samples that say these answers in tokens of these probabilities.
    func refine(
        _ samples: [(answer: String, probabilities: [Double])], _ parameters: JSON = [:], budget: Budget = Budget()
    ) async throws -> (answer: RefinedAnswer, run: Run) {
        let model = ScriptedModel(logprobSupport: LogprobSupport(maxTop: 20)) { sample, _ in
            let (answer, probabilities) = samples[sample % samples.count]
            if answer == "!" { return .fails(.unreachable(reason: "gone")) }
            let words = probabilities.enumerated().map { place, probability in
                ScriptedWord(place == 0 && answer != "-" ? answer : "", probability: probability)
            }
            return .spells(words)
        }
        let run = Run(model: model, budget: budget)
        let usual: JSON = ["samples": .number(samples.count)]
        var all = usual.object ?? JSON.Object()
        for member in parameters.object?.members ?? [] { all[member.name] = member.value }
        return (try await SoftSelfConsistency.with(.object(all)).refine(try .verbatim(), in: run), run)
    }

    // By the mean b has 0.73, by the minimum a has 0.6, by the product normalised by length c has √0.495 = 0.7036.
    @Test(arguments: [("mean", "b", 0.73), ("min", "a", 0.6), ("prod", "c", 0.495.squareRoot())])
    func returnsTheSampleWhoseTokensAreMostProbable(score: String, chosen: String, value: Double) async throws {
        let (answer, run) = try await refine(
            [("a", [0.6, 0.6]), ("b", [0.96, 0.5]), ("c", [0.9, 0.55]), ("a", [0.6, 0.6])], ["score": .string(score)])
        #expect(answer.answer?.canonical == chosen)
        #expect(abs(answer.confidence - value) < 1e-12)
        #expect(answer.stop == .exhausted && run.calls == 4)
        #expect(answer.samples.allSatisfy { $0.score != nil })
    }

    @Test func doesNotVoteAndOfEqualsTakesTheFirst() async throws {
        let (answer, _) = try await refine([("a", [0.5]), ("b", [0.9]), ("c", [0.9]), ("a", [0.5]), ("a", [0.5])])
        #expect(answer.answer?.canonical == "b")
    }

    @Test func drawsUntilTheSmallestProbabilitiesSumUpToTheThreshold() async throws {
        // Minima 0.5, 0.3, 0.4: after the second 0.8 is reached. By the mean the second is better.
        let samples = [("a", [0.5, 0.6]), ("b", [0.3, 0.9]), ("c", [0.4, 0.99])]
        let (answer, run) = try await refine(samples.map { ($0.0, $0.1) }, ["threshold": 0.8])
        #expect(answer.stop == .confident && run.calls == 2)
        #expect(answer.answer?.canonical == "b")
        #expect(answer.evidence["score"]?["rounds"] == 2)
        #expect(abs((answer.evidence["score"]?["sum"]?.double ?? 0) - 0.8) < 1e-12)
    }

    @Test func drawsAtOnceWhatMustBeDrawnInAnyCase() async throws {
        let (answer, run) = try await refine(Array(repeating: ("a", [0.9]), count: 9), ["threshold": 3])
        // Three cannot be enough before there are four: 3 of 0.9 each are 2.7.
        #expect(answer.evidence["score"]?["rounds"] == 2)
        #expect(run.calls == 4)
    }

    @Test func whatALargerWindowDrawsTooManyCompetesAsWell() async throws {
        let (answer, run) = try await refine(
            [("a", [0.85]), ("b", [0.3]), ("c", [0.95]), ("d", [0.99])], ["threshold": 0.8, "window": 3])
        #expect(answer.answer?.canonical == "c")
        #expect(run.calls == 3)
    }

    @Test func drawsNoMoreThanAllowed() async throws {
        let (answer, run) = try await refine(Array(repeating: ("a", [0.1]), count: 5), ["threshold": 4])
        #expect(answer.stop == .exhausted && run.calls == 5)
    }

    @Test func aWindowGoesWithAThreshold() {
        #expect(throws: ParameterError.self) { try SoftSelfConsistency.with(["window": 4]) }
    }

    @Test func aSampleThatCameWithoutLogprobsIsNotChosen() async throws {
        let model = ScriptedModel(logprobSupport: LogprobSupport(maxTop: 20)) { sample, _ in
            sample == 0 ? .says("a") : .spells([ScriptedWord("b", probability: 0.1)])
        }
        let answer = try await SoftSelfConsistency.with(["samples": 2]).refine(try .verbatim(), in: Run(model: model))
        #expect(answer.answer?.canonical == "b")
    }

    @Test(arguments: [[:], ["threshold": 0.8]] as [JSON]) func needsLogprobs(parameters: JSON) async throws {
        var silent = ScriptedModel.answers(String(repeating: "a", count: 16))
        silent.logprobSupport = LogprobSupport(maxTop: 20)
        for support in [silent.logprobSupport, LogprobSupport.none, LogprobSupport(maxTop: 20, isRaw: false)] {
            silent.logprobSupport = support
            let run = Run(model: silent)
            await #expect {
                try await SoftSelfConsistency.with(parameters).refine(try .verbatim(), in: run)
            } throws: { error in
                if case .unsupported? = error as? RefinementError { true } else { false }
            }
        }
    }

    @Test func isOnePlainCallForOneSample() async throws {
        let (answer, run) = try await refine([("a", [0.5])])
        #expect(answer.completion.text == "a" && answer.completion.tokens == nil)
        #expect(run.calls == 1)
    }

    @Test func returnsASampleWithoutAnAnswerOnlyWhereAllAre() async throws {
        let (some, _) = try await refine([("-", [0.9]), ("a", [0.2]), ("-", [0.8])])
        #expect(some.answer?.canonical == "a")
        let (none, _) = try await refine([("-", [0.7]), ("-", [0.8])])
        #expect(none.answer == nil && abs(none.confidence - 0.8) < 1e-12)
    }

    @Test func aSampleOfNoTokensIsTheWorst() async throws {
        let (answer, _) = try await refine([("", []), ("a", [0.2])])
        #expect(answer.answer?.canonical == "a")
        let (none, _) = try await refine([("", []), ("", [])])
        #expect(none.confidence == 0)
    }

    @Test(arguments: [[:], ["threshold": 5]] as [JSON])
    func goesOnWithTheSamplesThatArrive(parameters: JSON) async throws {
        let samples = ["a", "!", "b", "!", "c", "!", "d", "!", "e", "!", "f", "!"].map { ($0, [0.5]) }
        let (half, _) = try await refine(samples.map { ($0.0, $0.1) }, parameters)
        #expect(half.answer?.canonical == "a" && half.counts.failed == half.counts.received)
        let (one, _) = try await refine([("!", []), ("a", [0.5]), ("b", [0.6]), ("b", [0.6])], ["samples": 3])
        #expect(one.answer?.canonical == "b" && one.counts.failed == 1)
    }

    @Test(arguments: [[:], ["threshold": 1]] as [JSON])
    func failsWhenEverySampleIsLost(parameters: JSON) async throws {
        await #expect {
            try await refine(Array(repeating: ("!", []), count: 16), parameters)
        } throws: { error in
            if case .allSamplesFailed? = error as? RefinementError { true } else { false }
        }
    }

    @Test(arguments: [[:], ["threshold": 5]] as [JSON])
    func returnsTheBestSoFarWhenTheCallsAreSpent(parameters: JSON) async throws {
        let (answer, run) = try await refine(
            [("a", [0.5]), ("b", [0.6]), ("c", [0.9]), ("c", [0.9]), ("c", [0.9])], parameters,
            budget: Budget(maxCalls: 2))
        #expect(answer.answer?.canonical == "b" && answer.stop == .budget(.calls))
        #expect(run.calls == 2)
    }

    @Test(arguments: [Budget(maxTokens: 500), Budget(deadline: .seconds(5))])
    func returnsTheBestOfWhatCameBeforeTheBudgetWasSpent(budget: Budget) async throws {
        let answer = try await SoftSelfConsistency.refine([("a", 0.4), ("b", 0.6)], spending: budget, ["samples": 3])
        #expect(answer.answer?.canonical == "b")
        guard case .budget = answer.stop else { return #expect(Bool(false), "\(answer.stop)") }
    }

    @Test func endsWhenTheClientLeaves() async throws {
        let run = Run(model: ScriptedModel(logprobSupport: LogprobSupport(maxTop: 20)) { _, _ in .hangs() })
        let task = Task { try await SoftSelfConsistency.with([:]).refine(try .verbatim(), in: run) }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }
}
