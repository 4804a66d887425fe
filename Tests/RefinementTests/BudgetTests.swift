import JSON
import Testing

@testable import Refinement

@Suite struct BudgetTests {
    func refine(_ model: ScriptedModel, _ budget: Budget) async throws -> (answer: RefinedAnswer, run: Run) {
        let run = Run(model: model, budget: budget)
        let method = try SelfConsistency.with(["samples": 6, "early_stop": "never"])
        return (try await method.refine(try .number(), in: run), run)
    }

    @Test func makesNoMoreCallsThanAllowedAndLetsThoseFinish() async throws {
        let model = ScriptedModel { _, _ in .says("The answer is 7.") }
        let (answer, run) = try await refine(model, Budget(maxCalls: 4))
        #expect(answer.answer?.canonical == "7")
        #expect(answer.stop == .budget(.calls))
        #expect(run.calls == 4)
        #expect(answer.counts == .init(requested: 6, received: 4, failed: 0, counted: 6))
    }

    @Test func cutsOffWhatRunsWhenTheTokensAreSpent() async throws {
        let model = ScriptedModel { sample, _ in sample == 0 ? .says("The answer is 7.") : .hangs(afterTokens: 1_000) }
        let (answer, run) = try await refine(model, Budget(maxTokens: 200))
        #expect(answer.stop == .budget(.tokens))
        #expect(answer.answer?.canonical == "7")
        #expect(run.usage.completion < 300)
    }

    @Test func countsWhatHasComeWhenTheTimeIsOver() async throws {
        // The first sample never ends: it uses its turn without an answer, and those behind it count.
        let model = ScriptedModel { sample, _ in sample == 0 ? .hangs() : .says("The answer is 7.") }
        let (answer, _) = try await refine(model, Budget(deadline: .seconds(5)))
        #expect(answer.stop == .budget(.deadline))
        #expect(answer.answer?.canonical == "7")
        #expect(answer.agreement == .init(leader: 5, runnerUp: 0, valid: 5, samples: 6))
        #expect(answer.counts.cancelled == 1)
    }

    @Test func saysThatTheBudgetWasSpentWhenNothingHasCome() async throws {
        let model = ScriptedModel { _, _ in .hangs() }
        await #expect {
            try await refine(model, Budget(deadline: .milliseconds(10)))
        } throws: { error in
            if case .budgetSpent(.deadline)? = error as? RefinementError { true } else { false }
        }
    }
}
