import JSON
import Testing

@testable import Refinement

@Suite struct AdaptiveConsistencyTests {
    typealias ASC = AdaptiveConsistency

    @Test(arguments: [
        ("aaaa", 4, StopReason.confident),
        // (6, 1) is the first count after (3, 1) with P = 0.9648 ≥ 0.95 (sampling.md §20.5).
        ("aaabaaaaaa", 7, .confident),
        (String(repeating: "ab", count: 20), 40, .exhausted),
    ])
    func stopsWhenTheLeaderIsSure(_ letters: String, samples: Int, stop: StopReason) async throws {
        let (answer, _) = try await ASC.refine(letters)
        #expect(answer.answer?.canonical == "a")
        #expect(answer.counts.counted == samples)
        #expect(answer.stop == stop)
    }

    @Test func asksForAsManyAtOnceAsMustBeDrawnInAnyCase() async throws {
        let (answer, run) = try await ASC.refine("aaabaaaaaa")
        // Four, then the three without which (3, 1) cannot become sure.
        #expect(answer.evidence["rounds"] == 2)
        #expect(run.calls == 7)
        #expect(answer.confidence == 1 - 9.0 / 256)
    }

    @Test(arguments: [
        ("beta", 0.9, "aaaaaaaa", 3), ("beta", 0.99, "aaaaaaaa", 6), ("dirichlet", 0.95, "aaaaaaaa", 4),
        ("entropy", 0.75, "aaaaaaaa", 4), ("majority", 0.8, "aaaaaaaa", 2), ("majority", 0.8, "abaaaaaaa", 5),
    ])
    func stopsByTheCriterionThatIsAskedFor(
        _ criterion: String, threshold: Double, letters: String, samples: Int
    ) async throws {
        let (answer, _) = try await ASC.refine(
            letters, ["criterion": .string(criterion), "threshold": .number(threshold)])
        #expect(answer.counts.counted == samples)
    }

    @Test func isOnePlainCallForOneSample() async throws {
        let (answer, run) = try await ASC.refine("a", ["max_samples": 1])
        #expect(answer.completion.text == "a")
        #expect(run.calls == 1)
    }

    @Test func countsSamplesWithoutAnAnswerAsDrawnAndForNobody() async throws {
        let (answer, _) = try await ASC.refine("-a-a-a-aaa")
        #expect(answer.counts.counted == 8)
        #expect(answer.agreement == .init(leader: 4, runnerUp: 0, valid: 4, samples: 8))
    }

    @Test func drawsAllWhenNoSampleHasAnAnswer() async throws {
        let (answer, _) = try await ASC.refine("--------", ["max_samples": 8])
        #expect(answer.counts.counted == 8)
        #expect(answer.answer == nil && answer.confidence == 0)
    }

    @Test func replacesLostSamples() async throws {
        let (answer, run) = try await ASC.refine("a!aaab")
        #expect(answer.stop == .confident)
        #expect(answer.counts == .init(requested: 5, received: 4, failed: 1, counted: 5))
        #expect(run.calls == 5)
    }

    @Test func goesOnWithWhatHalfTheSamplesSay() async throws {
        let (answer, _) = try await ASC.refine("a!b!a!b!a!b!", ["max_samples": 8])
        #expect(answer.answer?.canonical == "a")
        #expect(answer.counts.requested == 12)
        #expect(answer.counts.received == 6)
    }

    @Test func asksNoMoreOfAServerThatIsGone() async throws {
        let (answer, run) = try await ASC.refine("ab!!!!!!!!!!!!!!")
        #expect(answer.answer?.canonical == "a")
        #expect(answer.stop == .failed(.unreachable(reason: "gone")))
        #expect(run.calls < 12)
    }

    @Test func failsWhenEverySampleIsLost() async throws {
        let run = Run(model: ScriptedModel.answers(String(repeating: "!", count: 60)))
        let method = try ASC.with([:])
        await #expect(throws: RefinementError.self) { try await method.refine(try .verbatim(), in: run) }
        #expect(run.calls == 4)
    }

    @Test(arguments: [Budget(maxCalls: 5), Budget(maxTokens: 75)])
    func returnsTheBestSoFarWhenTheBudgetIsSpent(_ budget: Budget) async throws {
        let (answer, _) = try await ASC.refine("abaababababa", budget: budget)
        #expect(answer.answer?.canonical == "a")
        guard case .budget = answer.stop else { return #expect(Bool(false), "\(answer.stop)") }
    }

    @Test func endsWhenTheClientLeaves() async throws {
        let run = Run(model: ScriptedModel { _, _ in .hangs() })
        let task = Task { try await ASC.with([:]).refine(try .verbatim(), in: run) }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }
}
