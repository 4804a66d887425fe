import JSON
import Testing

@testable import Refinement

@Suite struct EarlyStoppingSelfConsistencyTests {
    typealias ESC = EarlyStoppingSelfConsistency

    @Test(arguments: [
        // A window of one mind ends it (sampling.md §20.5).
        ("aba|bbb|ccc", "window", "b", 6, StopReason.unanimous),
        ("aba|bbb|ccc", "pool", "b", 6, .unanimous),
        // The case that tells the official rule from the vote of the pool: a 3, b 3, c 3, and a was seen first.
        ("aab|bba|ccc", "window", "c", 9, .unanimous),
        ("aab|bba|ccc", "pool", "a", 9, .unanimous),
        // Without such a window the pool votes.
        ("aab|bba|cca", "window", "a", 9, .exhausted),
    ])
    func stopsAtAWindowOfOneMind(
        _ letters: String, final: String, answer: String, samples: Int, stop: StopReason
    ) async throws {
        let refined = try await ESC.refine(
            letters, ["window": 3, "max_samples": 9, "final": .string(final)]
        ).answer
        #expect(refined.answer?.canonical == answer)
        #expect(refined.counts.counted == samples)
        #expect(refined.counts.requested == samples)
        #expect(refined.stop == stop)
        #expect(refined.completion.text == answer)
    }

    @Test func drawsNoMoreThanWholeWindows() async throws {
        let (answer, run) = try await ESC.refine(
            String(repeating: "ab", count: 20), ["window": 6, "max_samples": 40])
        #expect(answer.counts.counted == 36)
        #expect(run.calls == 36)
    }

    @Test func isAPlainVoteForLessThanAWindow() async throws {
        let (answer, _) = try await ESC.refine("aba", ["window": 5, "max_samples": 3])
        #expect(answer.answer?.canonical == "a")
        #expect(answer.counts.counted == 3)
    }

    @Test func isOnePlainCallForOneSample() async throws {
        let (answer, run) = try await ESC.refine("a", ["max_samples": 1])
        #expect(answer.completion.text == "a" && answer.stop == .exhausted)
        #expect(run.calls == 1)
    }

    @Test func neverStopsOnSamplesWithoutAnAnswer() async throws {
        let (answer, _) = try await ESC.refine("---|-aa|aba", ["window": 3, "max_samples": 9])
        #expect(answer.answer?.canonical == "a")
        #expect(answer.counts.counted == 9)
        #expect(answer.agreement == .init(leader: 4, runnerUp: 1, valid: 5, samples: 9))
    }

    @Test func stopsOnSamplesWithoutAnAnswerWhereTheyCount() async throws {
        let (answer, _) = try await ESC.refine("---|aaa", ["window": 3, "max_samples": 6, "count_null": true])
        #expect(answer.answer == nil && answer.fallback == nil)
        #expect(answer.counts.counted == 3)
        #expect(answer.confidence == 1)
    }

    @Test func fillsAWindowUpBeforeItLooksAtIt() async throws {
        let (answer, run) = try await ESC.refine("a!a|abbbb", ["window": 3, "max_samples": 6])
        #expect(answer.answer?.canonical == "a")
        #expect(answer.stop == .unanimous)
        #expect(answer.counts == .init(requested: 4, received: 3, failed: 1, counted: 4))
        #expect(run.calls == 4)
    }

    @Test func goesOnWithWhatHalfTheSamplesSay() async throws {
        let (answer, _) = try await ESC.refine("a!b!a!b!a!b!", ["window": 3, "max_samples": 6])
        #expect(answer.answer?.canonical == "a")
        #expect(answer.counts.received == 5)
        // One and a half times as many were asked for as may arrive.
        #expect(answer.counts.requested == 9)
    }

    @Test func failsWhenEverySampleIsLost() async throws {
        let run = Run(model: ScriptedModel.answers(String(repeating: "!", count: 60)))
        let method = try ESC.with([:])
        await #expect(throws: RefinementError.self) { try await method.refine(try .verbatim(), in: run) }
        #expect(run.calls == 5)
    }

    @Test func returnsTheBestSoFarWhenTheBudgetIsSpent() async throws {
        let (answer, _) = try await ESC.refine(
            "aab|aba|aaa", ["window": 3, "max_samples": 9], budget: Budget(maxCalls: 5))
        #expect(answer.answer?.canonical == "a")
        #expect(answer.stop == .budget(.calls))
        #expect(answer.counts.received == 5)
    }

    @Test func saysWhatTheFirstWindowForetells() async throws {
        let (answer, _) = try await ESC.refine("aaa|bbb", ["window": 3, "max_samples": 6])
        let expected: JSON = ["window": 3, "expected_samples": 3, "affected_probability": 0]
        #expect(answer.evidence["control"] == expected)
    }

    @Test func choosesTheWindowThatTheCallersRiskAllows() async throws {
        // Of 3 a and 2 b: what is wanted is safer than windows of 5 are.
        let letters = "aabab" + String(repeating: "ab", count: 20)
        let (safe, _) = try await ESC.refine(letters, ["max_affected": 0.001, "max_samples": 40])
        let window = try #require(safe.evidence["control"]?["window"]?.int)
        #expect(window > 5)
        #expect(safe.evidence["control"]?["affected_probability"]?.double ?? 1 <= 0.001)
        #expect(safe.counts.counted % window == 0)
        let (cheap, _) = try await ESC.refine(letters, ["max_expected_samples": 5, "max_samples": 40])
        #expect(cheap.evidence["control"]?["expected_samples"]?.double ?? 99 <= 5)
    }

    @Test func takesOneWishOnly() throws {
        #expect(throws: ParameterError.self) {
            try ESC.with(["max_affected": 0.1, "max_expected_samples": 9])
        }
    }

    @Test func endsWhenTheClientLeaves() async throws {
        let run = Run(model: ScriptedModel { _, _ in .hangs() })
        let task = Task { try await ESC.with([:]).refine(try .verbatim(), in: run) }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }
}
