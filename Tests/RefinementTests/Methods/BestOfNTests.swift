import JSON
import Testing

@testable import Refinement

@Suite struct BestOfNTests {
    /// What the method makes of samples that say these answers so surely.
    func refine(
        _ samples: [(String, Double)], _ parameters: JSON = [:], budget: Budget = Budget()
    ) async throws -> (answer: RefinedAnswer, run: Run) {
        var parameters = parameters.object ?? JSON.Object()
        parameters["samples"] = .number(samples.count)
        let run = Run(model: ScriptedModel.sure(samples.map { ($0.0, $0.1) }), budget: budget)
        return (try await BestOfN.with(.object(parameters)).refine(try .verbatim(), in: run), run)
    }

    @Test func returnsTheSampleOfWhichTheModelWasSurest() async throws {
        let (answer, run) = try await refine([("a", 0.6), ("a", 0.5), ("b", 0.9), ("c", 0.7)])
        #expect(answer.answer?.canonical == "b")
        #expect(answer.completion.text == "b")
        #expect(abs(answer.confidence - 0.9) < 1e-12)
        #expect(answer.stop == .exhausted)
        #expect(run.calls == 4)
        let scores = answer.samples.compactMap(\.score)
        #expect(scores.count == 4 && scores[2] == scores.max())
        let score = try #require(answer.evidence["score"])
        #expect(score["measure"] == "s_lo" && score["top_logprobs"] == 20)
        #expect(score["vocabulary"] == 128_256 && score["approximate"] == true)
        #expect(score["value"]?.double == scores[2])
        // The client did not ask for log-probabilities, and gets none.
        #expect(answer.completion.logprobs == nil)
    }

    @Test func ofEqualsReturnsTheFirst() async throws {
        let (answer, _) = try await refine([("a", 0.5), ("b", 0.8), ("c", 0.8)])
        #expect(answer.answer?.canonical == "b")
    }

    // Ranks by confidence x, y, y, z, then as many votes as samples rank behind, to the power p (sampling.md §20.5).
    @Test(arguments: [(1.0, "y"), (3, "x"), (0, "y")])
    func bordaVotesByRank(power: Double, winner: String) async throws {
        let samples = [("y", 0.7), ("x", 0.9), ("z", 0.4), ("y", 0.6)]
        let (answer, _) = try await refine(samples, ["select": "borda", "power": .number(power)])
        #expect(answer.answer?.canonical == winner)
        let total = answer.votes.reduce(0) { $0 + $1.weight }
        #expect(answer.confidence == answer.votes[0].weight / total)
    }

    @Test func aSampleWithoutAnAnswerTakesItsRank() async throws {
        let (answer, _) = try await refine(
            [("-", 0.9), ("y", 0.8), ("y", 0.7), ("z", 0.6)], ["select": "borda", "power": 1])
        #expect(answer.votes.map(\.weight) == [5, 1])
        #expect(answer.agreement == .init(leader: 2, runnerUp: 1, valid: 3, samples: 4))
    }

    @Test func theWinnersSurestSampleTellsIt() async throws {
        let words = ["so, a", "a!", "b"]
        let model = ScriptedModel(logprobSupport: LogprobSupport(maxTop: 20)) { sample, _ in
            .spells([ScriptedWord(words[sample], probability: [0.6, 0.8, 0.7][sample])])
        }
        var question = try Question.verbatim()
        question.extractor = AnswerExtractor(
            format: try AnswerFormat(type: .regex, pattern: "[ab]"), prompt: nil, isJSONRequested: false)
        let method = try BestOfN.with(["samples": 3, "select": "borda"])
        let answer = try await method.refine(question, in: Run(model: model))
        #expect(answer.completion.text == "a!")
    }

    @Test func votesWeighAsMuchAsTheirScores() async throws {
        let samples = [("b", 0.45), ("b", 0.4), ("a", 0.9), ("c", 0.3)]
        let (answer, _) = try await refine(samples, ["select": "weighted", "measure": "mean_prob"])
        #expect(answer.answer?.canonical == "a")
        #expect(abs(answer.confidence - 0.9 / 2.05) < 1e-12)
        // Logarithms weigh as much as the probabilities that they are of.
        for measure in ["mean_logprob", "sum_logprob", "perplexity"] {
            let (same, _) = try await refine(samples, ["select": "weighted", "measure": .string(measure)])
            #expect(abs(same.confidence - answer.confidence) < 1e-12)
        }
    }

    @Test func onlyTheSurestVoteButNeverFewerThanThree() async throws {
        let samples = [
            ("b", 0.3), ("b", 0.31), ("b", 0.32), ("b", 0.33), ("a", 0.9), ("a", 0.8), ("c", 0.7), ("b", 0.34),
        ]
        let (half, _) = try await refine(samples, ["select": "weighted", "measure": "mean_prob", "keep": 50])
        #expect(half.answer?.canonical == "a")
        #expect(half.evidence["score"]?["kept"] == ["percent": 50, "samples": 4])
        // The surest alone would elect itself; η goes from 10 over 30 to 50 before three vote.
        let (one, _) = try await refine(samples, ["select": "weighted", "measure": "mean_prob", "keep": 10])
        #expect(one.evidence["score"]?["kept"]?["samples"]?.int ?? 0 >= 3)
    }

    @Test(arguments: ConfidenceMeasure.allCases) func takesEveryMeasure(measure: ConfidenceMeasure) async throws {
        let (answer, _) = try await refine(
            [("a", 0.4), ("b", 0.9), ("c", 0.6)], ["measure": .string(measure.rawValue)])
        #expect(answer.answer?.canonical == "b")
        let used: ConfidenceMeasure = measure == .selfCertainty ? .selfCertaintyBound : measure
        #expect(answer.evidence["score"]?["measure"] == .string(used.rawValue))
        #expect((answer.evidence["score"]?["vocabulary"] != nil) == measure.needsVocabulary)
        #expect((answer.evidence["score"]?["window"]?.int == 32) == measure.comparesGroups)
    }

    @Test func selfCertaintyIsExactWhereTheWholeDistributionComes() async throws {
        let support = LogprobSupport(maxTop: 37, isLimit: true)
        let model = ScriptedModel(logprobSupport: support) { sample, _ in
            .spells([ScriptedWord("\(sample)", probability: [0.6, 0.8][sample], others: 36, tail: 0)])
        }
        let answer = try await BestOfN.with(["samples": 2, "top_logprobs": 1_000])
            .refine(try .verbatim(), in: Run(model: model))
        let score: JSON.Object = try #require(answer.evidence["score"]?.object)
        #expect(score["measure"] == "self_certainty")
        #expect(score["vocabulary"] == 37 && score["top_logprobs"] == 37 && score["approximate"] == nil)
        let exact = ScriptedWord("", probability: 0.8, others: 36, tail: 0).distribution.selfCertainty
        #expect(score["value"]?.double == exact)
    }

    @Test func refusesListsThatTheSamplerCut() async throws {
        let model = ScriptedModel(logprobSupport: LogprobSupport(maxTop: 20)) { _, _ in
            .spells([ScriptedWord("a", probability: 0.6, others: 4, tail: 0)])
        }
        await #expect(throws: RefinementError.self) {
            try await BestOfN.with(["samples": 2]).refine(try .verbatim(), in: Run(model: model))
        }
    }

    @Test(arguments: [
        LogprobSupport.none, LogprobSupport(maxTop: 20, isRaw: false),
        // DeepConf's measures mislead for so few.
        LogprobSupport(maxTop: 5, isLimit: true),
    ])
    func refusesAServerThatCannotGiveWhatItNeeds(support: LogprobSupport) async throws {
        var model = ScriptedModel.sure([("a", 0.5), ("b", 0.5)])
        model.logprobSupport = support
        let run = Run(model: model)
        await #expect {
            try await BestOfN.with(["samples": 2, "measure": "topk_conf"]).refine(try .verbatim(), in: run)
        } throws: { error in
            if case .unsupported? = error as? RefinementError { true } else { false }
        }
        #expect(run.calls == 0)
    }

    @Test func refusesAServerThatForgotThemInEverySample() async throws {
        var model = ScriptedModel.answers("ab")
        model.logprobSupport = LogprobSupport(maxTop: 20)
        let run = Run(model: model)
        await #expect(throws: RefinementError.self) {
            try await BestOfN.with(["samples": 2]).refine(try .verbatim(), in: run)
        }
    }

    @Test func aSampleThatCameWithoutThemIsNotChosenAndRanksLast() async throws {
        let model = ScriptedModel(logprobSupport: LogprobSupport(maxTop: 20)) { sample, _ in
            sample == 0 ? .says("a") : .spells([ScriptedWord("b", probability: 0.4)])
        }
        let best = try await BestOfN.with(["samples": 2]).refine(try .verbatim(), in: Run(model: model))
        #expect(best.answer?.canonical == "b" && best.samples[0].score == nil)
        let borda = try await BestOfN.with(["samples": 2, "select": "borda", "power": 1])
            .refine(try .verbatim(), in: Run(model: model))
        #expect(borda.votes.map(\.answer.canonical) == ["b", "a"] && borda.votes.map(\.weight) == [2, 1])
    }

    // A sample without an answer is chosen only where none has one.
    @Test(arguments: [(["-", "a", "-"], "a"), (["-", "-", "-"], nil)] as [([String], String?)])
    func prefersSamplesWithAnAnswer(answers: [String], chosen: String?) async throws {
        let (answer, _) = try await refine(zip(answers, [0.9, 0.5, 0.8]).map { ($0, $1) })
        #expect(answer.answer?.canonical == chosen)
        #expect(answer.samples[0].score != nil)
    }

    @Test(arguments: ["borda", "weighted"]) func fallsBackWhereNobodyVotes(select: String) async throws {
        let (answer, _) = try await refine([("-", 0.9), ("-", 0.5)], ["select": .string(select)])
        #expect(answer.answer == nil && answer.confidence == 0 && answer.fallback == .firstStopped)
    }

    @Test(arguments: ["best", "borda", "weighted"])
    func goesOnWithTheSamplesThatArrive(select: String) async throws {
        let (one, _) = try await refine([("a", 0.5), ("!", 0.5), ("b", 0.9), ("b", 0.8)], ["select": .string(select)])
        #expect(one.answer?.canonical == "b")
        #expect(one.counts == .init(requested: 4, received: 3, failed: 1, counted: 4))
        let (half, _) = try await refine([("!", 0.5), ("a", 0.5), ("!", 0.5), ("b", 0.9)], ["select": .string(select)])
        #expect(half.answer?.canonical == "b")
        #expect(half.counts == .init(requested: 4, received: 2, failed: 2, counted: 4))
    }

    @Test(arguments: ["best", "borda", "weighted"]) func failsWhenEverySampleIsLost(select: String) async throws {
        await #expect {
            try await refine([("!", 0.5), ("!", 0.5)], ["select": .string(select)])
        } throws: { error in
            if case .allSamplesFailed? = error as? RefinementError { true } else { false }
        }
    }

    @Test func isOnePlainCallForOneSample() async throws {
        var model = ScriptedModel.sure([("a", 0.5)])
        model.logprobSupport = LogprobSupport.none
        let run = Run(model: model)
        let answer = try await BestOfN.with(["samples": 1]).refine(try .verbatim(), in: run)
        #expect(answer.completion.text == "a" && answer.completion.tokens == nil)
        #expect(run.calls == 1)
    }

    @Test func returnsTheBestSoFarWhenTheCallsAreSpent() async throws {
        let (answer, run) = try await refine(
            [("a", 0.5), ("b", 0.8), ("c", 0.9), ("d", 0.9)], budget: Budget(maxCalls: 2))
        #expect(answer.answer?.canonical == "b")
        #expect(answer.stop == .budget(.calls) && run.calls == 2)
    }

    @Test(arguments: [Budget(maxTokens: 500), Budget(deadline: .seconds(5))])
    func returnsTheBestOfWhatCameBeforeTheBudgetWasSpent(budget: Budget) async throws {
        let answer = try await BestOfN.refine([("a", 0.4), ("b", 0.6)], spending: budget, ["samples": 3])
        #expect(answer.answer?.canonical == "b")
        #expect(answer.counts.received == 2)
        guard case .budget = answer.stop else { return #expect(Bool(false), "\(answer.stop)") }
    }

    @Test func endsWhenTheClientLeaves() async throws {
        let run = Run(model: ScriptedModel(logprobSupport: LogprobSupport(maxTop: 20)) { _, _ in .hangs() })
        let task = Task { try await BestOfN.with([:]).refine(try .verbatim(), in: run) }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    @Test(
        arguments: [
            ["power": 1], ["keep": 50], ["keep": 50, "select": "borda"], ["window": 64],
            ["measure": "topk_conf", "top_logprobs": 5],
        ] as [JSON])
    func refusesWhatDoesNotGoTogether(parameters: JSON) {
        #expect(throws: ParameterError.self) { try BestOfN.with(parameters) }
    }
}
