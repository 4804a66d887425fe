import JSON
import Testing

@testable import Refinement

/// The paper's algorithm, for questions that come together.
@Suite struct DifficultyAdaptiveBatchTests {
    /// Questions "0", "1", … of which number d is unanimous below `border` and never clear from there on; the ranker knows.
    func exam(border: Int) -> ExamModel {
        ExamModel { question, sample, _ in
            .says("The answer is \((Int(question) ?? 0) < border ? 7 : sample % 2).")
        }
    }

    let ranker = RankerModel { Double($0) ?? 0 }

    func refine(
        _ count: Int, _ model: ExamModel, _ parameters: JSON = [:], budget: Budget = Budget(),
        ranker: (any LanguageModel)? = nil, policy: ConfidencePolicy? = nil, stronger: (any LanguageModel)? = nil
    ) async throws -> (batch: RefinedBatch, run: Run) {
        var roles: [Role: any LanguageModel] = [.ranker: ranker ?? self.ranker]
        roles[.stronger] = stronger
        let run = Run(model: model, roles: roles, budget: budget)
        let questions = try (0..<count).map { try Question.asking("\($0)") }
        let method = try DifficultyAdaptiveSelfConsistency.with(parameters)
        return (try await method.refine(questions, in: run, policy: policy), run)
    }

    func evidence(_ batch: RefinedBatch, _ name: String) -> [JSON?] { batch.answers.map { $0.evidence[name] } }

    /// In one batch of all, which the ranker then orders rightly; 4 in a row are enough to call the rest easy.
    let small: JSON = ["batch_size": 16, "unanimous_run": 4, "questions_at_once": 1]

    @Test func givesEasyQuestionsOneSampleAndHardOnesMany() async throws {
        let (batch, run) = try await refine(16, exam(border: 10), small)
        // 6 hard ones and the 4 that were judged; the 6 easier than these are easy.
        #expect(batch.answers.map(\.counts.counted) == repeated((1, 6), (4, 4), (40, 6)))
        #expect(evidence(batch, "difficulty") == repeated(("easy", 6), ("hard", 10)))
        #expect(evidence(batch, "rank") == (0..<16).map { .number($0) })
        #expect(batch.answers.map { $0.answer?.canonical } == repeated(("7", 10), ("0", 6)))
        #expect(batch.evidence["partition"] == ["rule": "paper", "pre_sampled": 10, "judged": 10, "easy": 6])
        #expect(run.calls == 5 + 10 * 4 + 6 + 6 * 36)
    }

    @Test func tellsWhatEachStageHasCost() async throws {
        let (batch, run) = try await refine(16, exam(border: 10), small)
        let stages = try #require(batch.evidence["stages"]?.object)
        #expect(stages.members.map(\.name) == ["ranking", "pre_sampling", "easy", "hard"])
        #expect(stages.members.map { $0.value["calls"]?.int } == [5, 40, 6, 216])
        #expect(stages.members.map { $0.value["tokens"]?.int ?? 0 }.reduce(0, +) == run.usage.total)
        #expect(run.usageByRole[.ranker]?.total == stages["ranking"]?["tokens"]?.int)
    }

    @Test func reusesWhatAGroupHasLookedAtAheadOfTheWalk() async throws {
        let (batch, _) = try await refine(
            16, exam(border: 10), ["batch_size": 16, "unanimous_run": 4, "questions_at_once": 8])
        #expect(batch.evidence["partition"] == ["rule": "paper", "pre_sampled": 16, "judged": 10, "easy": 0])
        #expect(batch.answers.map(\.counts.counted) == repeated((4, 10), (40, 6)))
        #expect(evidence(batch, "pre_sampled") == repeated((true, 16)))
    }

    @Test func callsTheJudgedOnesEasyAsTheOfficialScriptDoes() async throws {
        let (batch, run) = try await refine(
            16, exam(border: 10),
            ["batch_size": 16, "unanimous_run": 4, "questions_at_once": 1, "partition": "code"])
        #expect(batch.answers.map(\.counts.counted) == repeated((1, 10), (40, 6)))
        #expect(run.calls == 5 + 10 * 4 + 10 + 6 * 36)
    }

    /// So many of each, one after another.
    private func repeated<Value>(_ parts: (Value, Int)...) -> [Value] {
        parts.flatMap { Array(repeating: $0.0, count: $0.1) }
    }

    @Test func asksEasyQuestionsAtTemperatureZero() async throws {
        let model = ExamModel { _, _, isGreedy in .says("The answer is \(isGreedy ? 1 : 7).") }
        let (batch, _) = try await refine(6, model, ["unanimous_run": 2, "questions_at_once": 1])
        #expect(batch.answers.map { $0.answer?.canonical } == ["1", "1", "1", "1", "7", "7"])
        #expect(batch.answers.map(\.confidence) == [0.75, 0.75, 0.75, 0.75, 0.96875, 0.96875])
    }

    @Test func foretellsTheNextSizeFromTheLastTrueSizes() async throws {
        // From the third on, sizes follow the mean of the two before: 7 samples make (6, 1) sure.
        let model = ExamModel { _, sample, _ in .says("The answer is \(sample == 3 ? 8 : 7).") }
        let (batch, _) = try await refine(5, model, ["neighbours": 2, "questions_at_once": 1])
        #expect(evidence(batch, "initial_size") == [4, 4, 8, 8, 8])
        #expect(evidence(batch, "true_size") == [7, 7, 7, 7, 7])
        #expect(batch.answers.map(\.counts.counted) == [8, 8, 8, 8, 8])
    }

    @Test func answersInTheOrderOfTheRequestWhateverTheRanking() async throws {
        let model = ExamModel { question, _, _ in .says("The answer is \(question).") }
        let (batch, _) = try await refine(20, model, ranker: RankerModel { -(Double($0) ?? 0) })
        #expect(batch.answers.map { $0.answer?.canonical } == (0..<20).map { "\($0)" })
        #expect(evidence(batch, "rank").first == 19)
    }

    @Test func takesTheModelItselfForTheRankerAndLivesWithWhatItSays() async throws {
        let run = Run(model: exam(border: 9))
        let batch = try await DifficultyAdaptiveSelfConsistency.with([:])
            .refine(try (0..<9).map { try .asking("\($0)") }, in: run)
        #expect(batch.evidence["ranking"]?["calls"] == 10 && batch.evidence["ranking"]?["discarded"] == 10)
        #expect(batch.evidence["ranking"]?["unranked"] == 9)
        #expect(evidence(batch, "rank") == (0..<9).map { .number($0) })
        #expect(evidence(batch, "rank_score").allSatisfy { $0 == .null })
    }

    @Test func ranksNothingWhereThereIsOneQuestion() async throws {
        let (batch, run) = try await refine(1, exam(border: 1), ["max_samples": 1])
        #expect(run.calls == 1 && batch.answers[0].answer?.canonical == "7")
    }

    // MARK: Failures

    @Test func survivesALostRankingAndLostSamples() async throws {
        let lost = ScriptedModel { _, _ in .fails(.noChoice) }
        let model = ExamModel { question, sample, _ in
            sample % 2 == 0 && question == "3" ? .fails(.unreachable(reason: "x")) : .says("The answer is 7.")
        }
        let (batch, _) = try await refine(9, model, ranker: lost)
        #expect(batch.evidence["ranking"]?["failed"] == 10)
        #expect(batch.answers.map { $0.answer?.canonical } == Array(repeating: "7", count: 9))
        #expect(batch.answers[3].counts.failed == 4)
    }

    @Test func triesALostQuestionOnceMoreWithAPlainCall() async throws {
        let model = ExamModel { question, sample, isGreedy in
            question == "1" && (sample < 4 || isGreedy) ? .fails(.noChoice) : .says("The answer is 7.")
        }
        let (batch, _) = try await refine(3, model)
        #expect(batch.answers.map(\.counts.counted) == [4, 5, 4])
        #expect(batch.answers[1].counts.failed == 4)
    }

    @Test func triesAnEasyQuestionOnceMoreAsItWasAsked() async throws {
        let model = ExamModel { question, _, isGreedy in
            question == "1" && isGreedy ? .fails(.noChoice) : .says("The answer is 7.")
        }
        let (easy, _) = try await refine(4, model, ["unanimous_run": 1, "questions_at_once": 1])
        #expect(easy.answers.map(\.counts.counted) == [1, 2, 1, 4])
    }

    @Test func losesOneQuestionAndNotTheBatch() async throws {
        let model = ExamModel { question, _, _ in
            question == "1" ? .fails(.timedOut(stage: .connect)) : .says("The answer is 7.")
        }
        let (batch, _) = try await refine(3, model)
        #expect(batch.answers.count == 2)
        guard case .failure(.allSamplesFailed(let errors)) = batch.items[1] else {
            Issue.record("not lost: \(batch.items[1])")
            return
        }
        #expect(errors == Array(repeating: .timedOut(stage: .connect), count: 5))
    }

    @Test func failsOnlyWhenEveryQuestionIsLost() async throws {
        let model = ExamModel { _, _, _ in .fails(.timedOut(stage: .connect)) }
        await #expect(throws: RefinementError.self) { try await refine(3, model) }
    }

    @Test func lastsToTheEndWhereNoSampleHasAnAnswer() async throws {
        let model = ExamModel { _, _, _ in .says("I do not know.") }
        let (batch, _) = try await refine(3, model, ["max_samples": 8])
        #expect(batch.answers.map(\.counts.counted) == [8, 8, 8])
        #expect(batch.answers.allSatisfy { $0.fallback == .text && $0.confidence == 0 })
    }

    // MARK: Budgets

    @Test func givesASmallBudgetToTheQuestionsAndNotToTheRanking() async throws {
        let (batch, run) = try await refine(
            3, exam(border: 3), ["questions_at_once": 1], budget: Budget(maxCalls: 6))
        #expect(
            batch.evidence["ranking"] == [
                "calls": 0, "discarded": 0, "failed": 0, "unranked": 3, "within_budget": false,
            ])
        #expect(run.calls == 6)
        #expect(batch.answers.map(\.stop) == [.confident, .budget(.calls)])
        #expect(batch.answers.map(\.counts.received) == [4, 2])
        guard case .failure(.budgetSpent(.calls)) = batch.items[2] else {
            Issue.record("not cut off: \(batch.items[2])")
            return
        }
    }

    @Test func returnsWhatABudgetOfTokensOrTimeLeaves() async throws {
        let (batch, run) = try await refine(
            4, exam(border: 4), ["questions_at_once": 1, "rounds": 1], budget: Budget(maxTokens: 110))
        #expect(!batch.answers.isEmpty && batch.answers.count < 4)
        #expect(run.usage.total < 4 * 60)
        let hanging = ExamModel { question, _, _ in question == "0" ? .says("The answer is 7.") : .hangs() }
        let (late, _) = try await refine(4, hanging, budget: Budget(deadline: .milliseconds(300)))
        #expect(late.answers.count == 1)
    }

    @Test func failsWhereABudgetLeavesNothing() async throws {
        let model = ExamModel { _, _, _ in .hangs() }
        await #expect {
            try await refine(2, model, budget: Budget(deadline: .milliseconds(20)))
        } throws: { error in
            if case .budgetSpent(.deadline)? = error as? RefinementError { true } else { false }
        }
    }

    @Test func endsWithItsTask() async throws {
        let (began, begin) = AsyncStream<Void>.makeStream()
        let model = ExamModel(before: { begin.yield() }) { _, _, _ in .hangs() }
        let task = Task { try await refine(8, model) }
        for await _ in began.prefix(8) {}
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    // MARK: Confidence

    @Test func abstainsFromOrEscalatesWhatIsNotSureEnough() async throws {
        let abstain = ConfidencePolicy(least: 0.9, otherwise: .abstain)
        let (batch, _) = try await refine(4, exam(border: 2), policy: abstain)
        #expect(batch.answers.map(\.lowConfidence) == [nil, nil, .abstain, .abstain])
        let escalate = ConfidencePolicy(least: 0.9, otherwise: .escalate)
        let stronger = ExamModel { _, _, _ in .says("The answer is 9.") }
        let (second, run) = try await refine(4, exam(border: 2), policy: escalate, stronger: stronger)
        #expect(second.answers.map { $0.answer?.canonical } == ["7", "7", "9", "9"])
        #expect(run.usageByRole[.stronger]?.completion == 40)
    }
}
