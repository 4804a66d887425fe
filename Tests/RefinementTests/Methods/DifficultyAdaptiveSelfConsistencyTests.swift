import JSON
import Testing

@testable import Refinement

/// The method for a request that comes alone.
@Suite struct DifficultyAdaptiveSelfConsistencyTests {
    /// Sample i reaches the i-th of these answers, over and over; nil reaches none.
    func model(_ answers: [Int?]) -> ScriptedModel {
        ScriptedModel { sample, _ in
            answers[sample % answers.count].map { .says("So the answer is \($0).") } ?? .says("I do not know.")
        }
    }

    func refine(
        _ model: ScriptedModel, _ parameters: JSON = [:], budget: Budget = Budget(), memory: DifficultyMemory? = nil
    ) async throws -> (answer: RefinedAnswer, run: Run) {
        let run = Run(model: model, budget: budget, memory: memory?.part(of: Tenant(credential: nil)))
        return (try await DifficultyAdaptiveSelfConsistency.with(parameters).refine(try .number(), in: run), run)
    }

    @Test func isSureAfterOneUnanimousWindow() async throws {
        let (answer, run) = try await refine(model([7]))
        #expect(answer.answer?.canonical == "7")
        #expect(answer.confidence == 0.96875)
        #expect(answer.stop == .confident)
        #expect(answer.counts == .init(requested: 4, received: 4, failed: 0, counted: 4))
        #expect(
            answer.evidence
                == JSON.Object([
                    JSON.Member("form", "single_request"), JSON.Member("difficulty", "hard"),
                    JSON.Member("initial_size", 4), JSON.Member("true_size", 4),
                ]))
        #expect(run.calls == 4)
    }

    @Test func extendsByWindowsUntilTheVoteIsSure() async throws {
        // Seven samples would have been enough: the true size. The second window is drawn whole, and votes whole.
        let (answer, _) = try await refine(model([7, 7, 7, 8, 7, 7, 7, 8]))
        #expect(answer.counts.counted == 12)
        #expect(answer.evidence["true_size"] == 7)
        #expect(answer.answer?.canonical == "7")
    }

    @Test func endsAtTheMostSamplesWhateverTheVote() async throws {
        let (answer, _) = try await refine(model([7, 8]), ["max_samples": 10])
        #expect(answer.counts.counted == 10)
        #expect(answer.stop == .exhausted)
        #expect(answer.evidence["true_size"] == 10)
        #expect(answer.answer?.canonical == "7")
        #expect(answer.confidence == 0.5)
    }

    @Test func isOnePlainCallForOneSample() async throws {
        let (answer, run) = try await refine(model([nil]), ["max_samples": 1])
        #expect(answer.completion.text == "I do not know." && answer.fallback == .text)
        #expect(run.calls == 1)
    }

    @Test func lastsToTheEndWhenNoSampleHasAnAnswer() async throws {
        let (answer, _) = try await refine(model([nil]), ["max_samples": 12])
        #expect(answer.counts.counted == 12)
        #expect(answer.answer == nil && answer.fallback == .text && answer.confidence == 0)
        let (counted, _) = try await refine(model([nil]), ["count_null": true])
        #expect(counted.counts.counted == 4 && counted.answer == nil)
    }

    // MARK: Failures

    @Test func survivesOneLostSample() async throws {
        let model = ScriptedModel { sample, _ in
            sample == 1 ? .fails(.unreachable(reason: "x")) : .says("The answer is 7.")
        }
        let (answer, _) = try await refine(model)
        #expect(answer.answer?.canonical == "7")
        #expect(answer.counts == .init(requested: 5, received: 4, failed: 1, counted: 5))
    }

    @Test func survivesTheLossOfEverySecondSample() async throws {
        let model = ScriptedModel { sample, _ in
            sample % 2 == 0 ? .fails(.unreachable(reason: "x")) : .says("The answer is 7.")
        }
        let (answer, _) = try await refine(model)
        #expect(answer.answer?.canonical == "7")
        #expect(answer.counts == .init(requested: 8, received: 4, failed: 4, counted: 8))
    }

    @Test func doesNotGoOnAfterFourLossesInARow() async throws {
        let model = ScriptedModel { _, _ in .fails(.timedOut(stage: .connect)) }
        let run = Run(model: model)
        let method = try DifficultyAdaptiveSelfConsistency.with([:])
        await #expect(throws: RefinementError.self) { try await method.refine(try .number(), in: run) }
        #expect(run.calls == 4)
        let later = ScriptedModel { sample, _ in
            sample < 4 ? .says("The answer is \(sample).") : .fails(.timedOut(stage: .connect))
        }
        let (answer, _) = try await refine(later)
        #expect(answer.stop == .failed(.timedOut(stage: .connect)))
        #expect(answer.answer?.canonical == "0" && answer.evidence["true_size"] == .null)
    }

    @Test func returnsWhatABudgetLeaves() async throws {
        let (calls, _) = try await refine(model([7, 8]), budget: Budget(maxCalls: 6))
        #expect(calls.stop == .budget(.calls) && calls.answer?.canonical == "7")
        #expect(calls.counts == .init(requested: 8, received: 6, failed: 0, counted: 8))
        let (tokens, _) = try await refine(model([7, 8]), budget: Budget(maxTokens: 90))
        #expect(tokens.stop == .budget(.tokens) && tokens.counts.received >= 4)
        let hanging = ScriptedModel { sample, _ in sample < 4 ? .says("The answer is \(sample % 2).") : .hangs() }
        let (late, _) = try await refine(hanging, budget: Budget(deadline: .milliseconds(300)))
        #expect(late.stop == .budget(.deadline) && late.answer?.canonical == "0")
        await #expect(throws: RefinementError.self) {
            try await refine(ScriptedModel { _, _ in .hangs() }, budget: Budget(deadline: .milliseconds(20)))
        }
    }

    @Test func endsWithItsTask() async throws {
        let (began, begin) = AsyncStream<Void>.makeStream()
        let model = ScriptedModel(before: { _ in begin.yield() }) { _, _ in .hangs() }
        let task = Task { try await refine(model) }
        for await _ in began.prefix(4) {}
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    // MARK: Memory

    @Test func remembersNothingUnlessItIsTold() async throws {
        let memory = DifficultyMemory(capacity: 10)
        for _ in 0..<40 { _ = try await refine(model([7]), memory: memory) }
        let (answer, _) = try await refine(model([7]), ["memory": true], memory: memory)
        #expect(answer.evidence["label"] == "dsc_online_ext")
        #expect(answer.evidence["memory"]?["records"] == 0)
    }

    @Test func givesOneSampleToAQuestionThatIsLikelyEasy() async throws {
        let memory = DifficultyMemory(capacity: 10)
        for _ in 0..<32 { _ = try await refine(model([7]), ["memory": true], memory: memory) }
        let (answer, run) = try await refine(model([7]), ["memory": true], memory: memory)
        #expect(run.calls == 1)
        #expect(answer.evidence["difficulty"] == "easy" && answer.evidence["initial_size"] == 1)
        #expect(answer.evidence["true_size"] == nil)
        #expect(answer.confidence == 0.75)
        // The nineteen that follow are easy as well, but the last of them is looked at more closely.
        var calls: [Int] = []
        for _ in 0..<19 { calls.append(try await refine(model([7]), ["memory": true], memory: memory).run.calls) }
        #expect(calls == Array(repeating: 1, count: 18) + [4])
    }

    @Test func isNotMisledForLong() async throws {
        let memory = DifficultyMemory(capacity: 10)
        for _ in 0..<32 { _ = try await refine(model([7]), ["memory": true], memory: memory) }
        // The questions have become hard; the twentieth easy one shows it.
        var calls: [Int] = []
        for _ in 0..<21 {
            calls.append(
                try await refine(model([7, 8]), ["memory": true, "max_samples": 40], memory: memory).run.calls)
        }
        #expect(calls == Array(repeating: 1, count: 19) + [40, 4 + 36])
    }

    @Test func beginsWithWhatItsNeighboursNeeded() async throws {
        let memory = DifficultyMemory(capacity: 10)
        let hard: JSON = ["memory": true, "difficulty": 5, "task": "sums"]
        for _ in 0..<16 { _ = try await refine(model([7, 7, 7, 8]), hard, memory: memory) }
        let (answer, _) = try await refine(model([7]), hard, memory: memory)
        #expect(answer.evidence["initial_size"] == 8)
        #expect(answer.evidence["memory"]?["neighbours"] == 16)
        let (other, _) = try await refine(model([7]), ["memory": true, "task": "words"], memory: memory)
        #expect(other.evidence["initial_size"] == 4)
    }

    @Test func doesNotRememberWhatABudgetCutShort() async throws {
        let memory = DifficultyMemory(capacity: 10)
        _ = try await refine(model([7, 8]), ["memory": true], budget: Budget(maxCalls: 6), memory: memory)
        let (answer, _) = try await refine(model([7]), ["memory": true], memory: memory)
        #expect(answer.evidence["memory"]?["records"] == 0)
    }

    @Test func usesTheServersSettingWhereTheCallerSaysNothing() async throws {
        let memory = DifficultyMemory(capacity: 10)
        let part = memory.part(of: Tenant(credential: nil), isDefault: true)
        let method = try DifficultyAdaptiveSelfConsistency.with([:])
        let on = try await method.refine(try .number(), in: Run(model: model([7]), memory: part))
        #expect(on.evidence["label"] == "dsc_online_ext")
        let off = try await DifficultyAdaptiveSelfConsistency.with(["memory": false])
            .refine(try .number(), in: Run(model: model([7]), memory: part))
        #expect(off.evidence["label"] == nil)
    }
}
