import JSON
import Testing

@testable import Refinement

@Suite struct DeepConfTests {
    /// A trace that reaches an answer with its last token, by the confidence in its tokens; a dash reaches none.
    typealias Trace = (answer: String, confidences: [Double])

    static func model(
        _ traces: [Trace], before: @escaping @Sendable (Int) async -> Void = { _ in }
    ) -> ScriptedModel {
        ScriptedModel(logprobSupport: LogprobSupport(maxTop: 20), before: before) { sample, _ in
            let (answer, confidences) = traces[sample % traces.count]
            if answer == "!" { return .fails(.unreachable(reason: "gone")) }
            let words = confidences.enumerated().map { place, confidence in
                ScriptedWord(
                    place == confidences.count - 1 && answer != "-" ? answer : "", confidence: confidence)
            }
            return .spells(words)
        }
    }

    /// What the method makes of these traces with windows of four tokens and a warm-up of four traces.
    func refine(
        _ traces: [Trace], _ parameters: JSON = [:], budget: Budget = Budget()
    ) async throws -> (answer: RefinedAnswer, run: Run) {
        let run = Run(model: Self.model(traces), budget: budget)
        let usual: JSON = ["warm_up": 4, "max_samples": .number(traces.count), "window": 4]
        var all = usual.object ?? JSON.Object()
        for member in parameters.object?.members ?? [] { all[member.name] = member.value }
        return (try await DeepConf.with(.object(all)).refine(try .verbatim(), in: run), run)
    }

    /// Four traces without a consensus, all of the same confidence.
    static let warmUp: [Trace] = ["a", "b", "a", "b"].map { ($0, Array(repeating: 10, count: 6)) }

    @Test func endsATraceAtTheTokenWhereTheFullWindowFallsBelowTheThreshold() async throws {
        // The means of four are 20, 17.5, 12.5 and, at the seventh token, 7.5.
        let falling: Trace = ("b", [20, 20, 20, 20, 10, 0, 0, 0, 0, 0])
        let (answer, run) = try await refine(Self.warmUp + [falling, ("a", Array(repeating: 12, count: 6))])
        #expect(answer.samples[4].error == .discarded(tokens: 7))
        #expect(answer.answer?.canonical == "a")
        #expect(answer.counts == .init(requested: 6, received: 5, failed: 0, counted: 6))
        #expect(answer.votes.map(\.weight) == [32, 20])
        #expect(answer.confidence == 32.0 / 52)
        let evidence = try #require(answer.evidence["deepconf"])
        #expect(evidence["threshold"] == 10 && evidence["cut"] == 1 && evidence["warm_up"] == 4)
        #expect(answer.evidence["score"] == ["measure": "lowest_group", "top_logprobs": 20, "window": 4])
        // Seven tokens of the trace that was ended, and its prompt, are our own count.
        #expect(run.usage.completion == 5 * 6 + 7)
        #expect(run.usage.estimated == 10 + 7)
    }

    @Test func saysHowManyTokensTheCutsMayHaveSaved() async throws {
        let long: [Trace] = ["a", "b", "a", "b"].map { ($0, Array(repeating: 10, count: 50)) }
        let (answer, _) = try await refine(long + [("b", Array(repeating: 1, count: 50))])
        #expect(answer.evidence["deepconf"]?["estimated_tokens_saved"] == 46)
    }

    @Test func neverEndsATraceThatIsNoLongerThanAWindowOrStaysAtTheThreshold() async throws {
        let even: [Trace] = ["a", "b", "a", "b"].map { ($0, Array(repeating: 10.1, count: 6)) }
        let (answer, _) = try await refine(even + [("b", [1, 1, 1]), ("a", Array(repeating: 10.1, count: 2_000))])
        #expect(answer.evidence["deepconf"]?["cut"] == 0)
        #expect(answer.samples[4].score == 1)
        #expect(answer.answer?.canonical == "a")
    }

    @Test func aLargerShareOfTracesIsEndedTheFewerAreKept() async throws {
        let rising: [Trace] = zip(["a", "b", "a", "b"], [8.0, 9, 10, 11]).map { ($0, Array(repeating: $1, count: 6)) }
        let further: [Trace] = [("a", Array(repeating: 8.5, count: 9)), ("b", Array(repeating: 10.5, count: 9))]
        let (conservative, _) = try await refine(rising + further, ["keep": 90])
        #expect(conservative.evidence["deepconf"]?["cut"] == 0)
        let (aggressive, _) = try await refine(rising + further, ["keep": 30])
        #expect(aggressive.samples[4].error == .discarded(tokens: 4))
        #expect(aggressive.evidence["deepconf"]?["cut"] == 1)
    }

    @Test func stopsWhenTheVotesAgree() async throws {
        let same: [Trace] = Array(repeating: ("a", [9, 9]), count: 64)
        let (answer, run) = try await refine(same)
        #expect(answer.stop == .confident && answer.confidence == 1)
        #expect(run.calls == 4)
        let (_, long) = try await refine(same, ["warm_up": 16])
        #expect(long.calls == 16)
    }

    @Test func countsTracesInTheOrderOfIssueWhateverEndsFirst() async throws {
        // By order of issue the fifth makes four votes of five; the three that end before it would prevent that.
        let latch = Latch(count: 6)
        let model = Self.model(
            ["a", "a", "b", "a", "a", "b", "b", "b"].map { ($0, [10]) },
            before: { if $0 == 4 { await latch.wait() } else if $0 > 4 { await latch.arrive() } })
        let method = try DeepConf.with(["warm_up": 4, "max_samples": 8, "consensus": 0.8])
        let answer = try await method.refine(try .verbatim(), in: Run(model: model))
        #expect(answer.answer?.canonical == "a")
        #expect(answer.stop == .confident && answer.counts.counted == 5)
        #expect(answer.confidence == 0.8)
    }

    @Test func drawsInWavesAsLargeAsTheWarmUp() async throws {
        let traces: [Trace] = (0..<12).map { ($0 % 2 == 0 ? "a" : "b", [9]) }
        let (answer, run) = try await refine(traces, ["max_samples": 10])
        #expect(answer.stop == .exhausted && run.calls == 10)
    }

    @Test func isAPlainWeightedVoteForFewTraces() async throws {
        let (answer, run) = try await refine([("a", [5, 5]), ("b", [12, 12]), ("a", [6, 6])])
        #expect(answer.answer?.canonical == "b")
        #expect(answer.votes.map(\.weight) == [12, 11])
        #expect(answer.evidence["deepconf"]?["threshold"] == nil)
        #expect(run.calls == 3)
    }

    @Test func isOnePlainCallForOneSample() async throws {
        let (answer, run) = try await refine([("a", [5])], ["max_samples": 1])
        #expect(answer.completion.text == "a" && answer.completion.tokens == nil)
        #expect(run.calls == 1)
    }

    @Test func aConsensusNeedsThreeVotes() async throws {
        let silent: [Trace] = ["-", "a", "-", "-"].map { ($0, [9]) }
        let (answer, run) = try await refine(silent + [("b", [9]), ("b", [9]), ("b", [9]), ("b", [9])])
        #expect(answer.answer?.canonical == "b")
        #expect(run.calls == 8)
    }

    @Test func fallsBackWhenNoTraceHasAnAnswer() async throws {
        let (answer, run) = try await refine(Array(repeating: ("-", [9]), count: 8))
        #expect(answer.answer == nil && answer.confidence == 0 && answer.fallback == .firstStopped)
        #expect(run.calls == 8)
    }

    @Test func replacesOneThatIsLost() async throws {
        let traces = Self.warmUp + [("!", []), ("a", [10]), ("a", [10]), ("b", [10]), ("a", [10])]
        let (answer, _) = try await refine(traces, ["max_samples": 8])
        #expect(answer.answer?.canonical == "a")
        #expect(answer.counts == .init(requested: 9, received: 8, failed: 1, counted: 9))
    }

    @Test func goesOnWithHalfOfTheTraces() async throws {
        let traces: [Trace] = (0..<12).map { $0 % 2 == 0 ? ("!", []) : ("a", [9]) }
        let (answer, run) = try await refine(traces, ["warm_up": 8, "max_samples": 8])
        #expect(answer.answer?.canonical == "a" && answer.stop == .confident)
        #expect(answer.counts.received == 4 && run.calls == 8)
        // Two are too few to say what is confident.
        let (few, _) = try await refine(traces)
        #expect(few.answer?.canonical == "a" && few.counts.received == 2)
    }

    @Test func asksNoMoreOfAServerThatIsGone() async throws {
        let (answer, run) = try await refine(Self.warmUp + Array(repeating: ("!", []), count: 60))
        #expect(answer.answer?.canonical == "a")
        #expect(answer.stop == .failed(.unreachable(reason: "gone")))
        #expect(run.calls == 8)
    }

    @Test func failsWhenEveryTraceIsLost() async throws {
        await #expect {
            try await refine(Array(repeating: ("!", []), count: 8))
        } throws: { error in
            if case .allSamplesFailed(let errors)? = error as? RefinementError { errors.count == 4 } else { false }
        }
    }

    @Test func returnsTheBestSoFarWhenTheCallsAreSpent() async throws {
        let (answer, run) = try await refine(
            Self.warmUp + Array(repeating: ("a", [10]), count: 8), budget: Budget(maxCalls: 5))
        #expect(answer.answer?.canonical == "a" && answer.stop == .budget(.calls))
        #expect(run.calls == 5)
    }

    @Test(arguments: [Budget(maxTokens: 500), Budget(deadline: .seconds(5))])
    func returnsTheBestOfWhatCameBeforeTheBudgetWasSpent(budget: Budget) async throws {
        let answer = try await DeepConf.refine(
            [("a", 0.4), ("b", 0.6), ("a", 0.5), ("b", 0.6), ("b", 0.6)], spending: budget,
            ["warm_up": 4, "max_samples": 6])
        #expect(answer.answer?.canonical == "b")
        guard case .budget = answer.stop else { return #expect(Bool(false), "\(answer.stop)") }
    }

    @Test func endsWhenTheClientLeaves() async throws {
        let run = Run(model: ScriptedModel(logprobSupport: LogprobSupport(maxTop: 20)) { _, _ in .hangs() })
        let task = Task { try await DeepConf.with([:]).refine(try .verbatim(), in: run) }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    @Test func needsTheTwentyMostLikelyTokens() async throws {
        var model = Self.model(Self.warmUp)
        model.logprobSupport = LogprobSupport(maxTop: 5, isLimit: true)
        let run = Run(model: model)
        await #expect(throws: RefinementError.self) { try await DeepConf.with([:]).refine(try .verbatim(), in: run) }
        #expect(run.calls == 0)
    }
}

/// Opens once so many have arrived.
private actor Latch {
    private var missing: Int
    private var waiting: [CheckedContinuation<Void, Never>] = []

    init(count: Int) { missing = count }

    func arrive() {
        missing -= 1
        guard missing == 0 else { return }
        for continuation in waiting { continuation.resume() }
        waiting = []
    }

    func wait() async {
        if missing > 0 { await withCheckedContinuation { waiting.append($0) } }
    }
}
