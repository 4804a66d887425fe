import Foundation
import JSON
import Synchronization
import Testing

@testable import Refinement

@Suite struct PTrueTests {
    /// What the method makes of these answers, if the judge finds each so probably true.
    func refine(
        _ letters: String, judging truth: [String: Double], _ parameters: JSON = [:], budget: Budget = Budget()
    ) async throws -> (answer: RefinedAnswer, run: Run, judge: TruthModel) {
        let judge = TruthModel(truth)
        let run = Run(model: ScriptedModel.answers(letters), roles: [.judge: judge], budget: budget)
        let usual: JSON = ["samples": .number(letters.count)]
        var all = usual.object ?? JSON.Object()
        for member in parameters.object?.members ?? [] { all[member.name] = member.value }
        return (try await PTrue.with(.object(all)).refine(try .verbatim(), in: run), run, judge)
    }

    @Test func returnsTheAnswerThatIsMostProbablyTrue() async throws {
        let (answer, run, judge) = try await refine("aabac", judging: ["a": 0.4, "b": 0.8, "c": 0.1])
        #expect(answer.answer?.canonical == "b" && answer.completion.text == "b")
        #expect(abs(answer.confidence - 0.8) < 1e-12)
        // Equal answers are judged once.
        #expect(judge.calls.count == 3 && run.calls == 8)
        #expect(answer.evidence["p_true"]?.array?.map { $0["answer"]?.string } == ["a", "b", "c"])
        #expect(answer.evidence["p_true"]?[1]?["confidence_source"] == "logprobs")
        #expect(answer.samples.map { $0.score != nil } == Array(repeating: true, count: 5))
        #expect(run.usageByRole[.judge]?.completion == 3)
    }

    @Test func asksForOneTokenWithItsLogprobs() async throws {
        let (_, _, judge) = try await refine("ab", judging: ["a": 0.4, "b": 0.8])
        for call in judge.calls {
            #expect(call.sampling["max_tokens"] == 1 && call.sampling["temperature"] == 0)
            #expect(call.sampling["logprobs"] == true && call.sampling["top_logprobs"] == 20)
            #expect(call.conversation.question.contains("Which?"))
            #expect(call.conversation.question.contains("- a\n- b\n"))
        }
        let (_, _, blind) = try await refine("ab", judging: ["a": 0.4, "b": 0.8], ["brainstorm": false])
        #expect(blind.calls.allSatisfy { !$0.conversation.question.contains("- a") })
    }

    @Test func samplesVoteWithTheirAnswersTruth() async throws {
        let truth = ["a": 0.4, "b": 0.8, "c": 0.1]
        let (answer, _, _) = try await refine("aabac", judging: truth, ["select": "weighted"])
        #expect(answer.answer?.canonical == "a")
        #expect(abs(answer.votes[0].weight - 1.2) < 1e-12)
        #expect(abs(answer.confidence - 0.4) < 1e-12)
    }

    @Test func calibratesTheLogits() async throws {
        let (answer, _, _) = try await refine("ab", judging: ["a": 0.1, "b": 0.9], ["calibration": 2])
        #expect(abs(answer.confidence - 0.75) < 1e-12)
    }

    @Test func ofEqualsTakesTheFirst() async throws {
        let (answer, _, _) = try await refine("cba", judging: ["a": 0.7, "b": 0.7, "c": 0.1])
        #expect(answer.answer?.canonical == "b")
    }

    @Test func saysWhenTheJudgeSaidNeither() async throws {
        let (answer, _, _) = try await refine("ab", judging: ["b": 0.3])
        // Nothing was said of a: a half is more than that.
        #expect(answer.answer?.canonical == "a" && answer.confidence == 0.5)
        #expect(answer.evidence["p_true"]?[0]?["confidence_source"] == "default")
    }

    @Test func samplesWithoutAnAnswerAreNoCandidates() async throws {
        let (some, _, judge) = try await refine("-a-", judging: ["a": 0.2])
        #expect(some.answer?.canonical == "a" && judge.calls.count == 1)
        let (none, _, idle) = try await refine("---", judging: [:])
        #expect(none.answer == nil && none.confidence == 0 && none.fallback == .firstStopped)
        #expect(idle.calls.isEmpty)
    }

    @Test func isOnePlainCallForOneSample() async throws {
        let (answer, run, judge) = try await refine("a", judging: [:])
        #expect(answer.completion.text == "a" && run.calls == 1 && judge.calls.isEmpty)
    }

    @Test(arguments: [("!a!bc", 2, "b"), ("!a!b!c", 3, "b")])
    func goesOnWithTheSamplesThatArrive(letters: String, lost: Int, chosen: String) async throws {
        let (answer, _, _) = try await refine(letters, judging: ["a": 0.4, "b": 0.8, "c": 0.1])
        #expect(answer.answer?.canonical == chosen)
        #expect(answer.counts.failed == lost)
    }

    @Test func failsWhenEverySampleIsLost() async throws {
        await #expect {
            try await refine("!!!!!", judging: [:])
        } throws: { error in
            if case .allSamplesFailed? = error as? RefinementError { true } else { false }
        }
    }

    @Test func anAnswerThatCouldNotBeJudgedIsNotChosen() async throws {
        let (answer, _, _) = try await refine("aab", judging: ["a": -1, "b": 0.3])
        #expect(answer.answer?.canonical == "b")
        #expect(answer.stop == .failed(.unreachable(reason: "no judge")))
        #expect(answer.evidence["p_true"]?[0]?["p_true"]?.isNull == true)
        // In a vote it may as well be true as false.
        let (vote, _, _) = try await refine("aab", judging: ["a": -1, "b": 0.3], ["select": "weighted"])
        #expect(vote.answer?.canonical == "a" && vote.votes[0].weight == 1)
    }

    @Test(arguments: ["best", "weighted"]) func votesPlainlyWithoutAJudge(select: String) async throws {
        let (answer, _, _) = try await refine("baa", judging: ["a": -1, "b": -1], ["select": .string(select)])
        #expect(answer.answer?.canonical == "a" && answer.confidence == 0)
        #expect(answer.stop == .failed(.unreachable(reason: "no judge")))
    }

    @Test func asksAJudgeThatHasNoLogprobsNothing() async throws {
        let judge = TruthModel([:], support: .none)
        let run = Run(model: ScriptedModel.answers("ab"), roles: [.judge: judge])
        await #expect {
            try await PTrue.with(["samples": 2]).refine(try .verbatim(), in: run)
        } throws: { error in
            if case .unsupported? = error as? RefinementError { true } else { false }
        }
        #expect(run.calls == 0)
    }

    @Test func returnsTheBestSoFarWhenTheCallsAreSpent() async throws {
        // Three samples and one judgement.
        let (answer, run, _) = try await refine(
            "abb", judging: ["a": 0.3, "b": 0.9], budget: Budget(maxCalls: 4))
        #expect(answer.answer?.canonical == "a" && answer.stop == .budget(.calls))
        #expect(run.calls == 4)
        let (unjudged, _, _) = try await refine(
            "abb", judging: ["a": 0.3, "b": 0.9], budget: Budget(maxCalls: 3))
        #expect(unjudged.answer?.canonical == "b" && unjudged.stop == .budget(.calls))
    }

    @Test(arguments: [Budget(maxTokens: 500), Budget(deadline: .seconds(5))])
    func returnsTheBestOfWhatCameBeforeTheBudgetWasSpent(budget: Budget) async throws {
        let answer = try await PTrue.refine([("a", 0.4), ("b", 0.6), ("b", 0.4)], spending: budget, ["samples": 4])
        #expect(answer.answer?.canonical == "b")
        guard case .budget = answer.stop else { return #expect(Bool(false), "\(answer.stop)") }
    }

    @Test func endsWhenTheClientLeaves() async throws {
        let run = Run(
            model: ScriptedModel { _, _ in .hangs() }, roles: [.judge: TruthModel([:])])
        let task = Task { try await PTrue.with([:]).refine(try .verbatim(), in: run) }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }
}

/// A judge that finds each answer so probably true; it is lost at −1, and says something else of those not listed.
final class TruthModel: LanguageModel {
    let name = "judge"
    let logprobSupport: LogprobSupport?
    private let truth: [String: Double]
    private let heard = Mutex<[ModelCall]>([])

    init(_ truth: [String: Double], support: LogprobSupport = LogprobSupport(maxTop: 20)) {
        self.truth = truth
        logprobSupport = support
    }

    /// The calls so far.
    var calls: [ModelCall] { heard.withLock { $0 } }

    func callSizes(for count: Int, spare: Int) -> [Int] { Array(repeating: 1, count: count) }

    func learn(_: LogprobSupport) {}

    func generate(_ call: ModelCall) -> any CompletionStream {
        heard.withLock { $0.append(call) }
        let task = call.conversation.question
        let answer = task.firstRange(of: "Possible answer:\n").map { String(task[$0.upperBound...].prefix(1)) }
        let line: ScriptedModel.Line =
            switch answer.flatMap({ truth[$0] }) {
            case nil: .spells([ScriptedWord("Well", probability: 0.5)])
            case -1: .fails(.unreachable(reason: "no judge"))
            case let p?:
                .spells([
                    ScriptedWord(p > 0.5 ? "A" : "B", log(max(p, 1 - p)), top: [("A", log(p)), ("B", log(1 - p))])
                ])
            }
        return ScriptedStream(model: ScriptedModel { _, _ in line }, first: 0, choices: 1, hasLogprobs: true)
    }
}
