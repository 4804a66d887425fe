import JSON
import Testing

@testable import Refinement

/// What becomes of a refinement whose calls are lost, whose budget is spent, or whose client leaves.
@Suite struct SelfRefineFailureTests {
    let lost = ModelError.rejected(.init(status: 500, message: "boom"))

    @Test func failsOnlyWhenTheFirstAnswerIsLost() async throws {
        let cast = Cast(generator: TalkingModel([.fails(lost)]))
        await #expect {
            try await cast.refine([:])
        } throws: { error in
            guard case .allSamplesFailed(let errors)? = error as? RefinementError else { return false }
            return errors == [lost]
        }
        #expect(cast.critic.calls.isEmpty)
    }

    @Test(arguments: ["guarded", "faithful"])
    func keepsTheAnswerWhenTheCriticIsLost(mode: String) async throws {
        let answer = try await Cast(critic: TalkingModel([.fails(lost)])).refine(["mode": .string(mode)])
        #expect(answer.answer?.canonical == "6" && answer.stop == .failed(lost))
        #expect(answer.counts == .init(requested: 1, received: 1, failed: 0, counted: 1))
    }

    @Test(arguments: ["guarded", "faithful"])
    func keepsTheAnswerWhenTheRefinerIsLost(mode: String) async throws {
        for loss in [ScriptedModel.Line.fails(lost), .isMissing] {
            let answer = try await Cast(refiner: TalkingModel([loss])).refine(["mode": .string(mode)])
            #expect(answer.answer?.canonical == "6" && answer.stop.name == "failed")
            #expect(answer.counts == .init(requested: 2, received: 1, failed: 1, counted: 2))
            #expect(answer.samples[1].error != nil)
        }
    }

    @Test func keepsTheAnswerWhenTheJudgeIsLost() async throws {
        let answer = try await Cast(judge: TalkingModel([.fails(lost)])).refine([:])
        #expect(answer.answer?.canonical == "6" && answer.stop == .failed(lost))
        #expect(answer.counts == .init(requested: 2, received: 2, failed: 0, counted: 2))
    }

    @Test func keepsWhatStoodWhenALaterRoundIsLost() async throws {
        let refiner = TalkingModel([.says("The answer is 7."), .fails(lost)])
        let answer = try await Cast(refiner: refiner).refine([:])
        #expect(answer.answer?.canonical == "7" && answer.stop == .failed(lost))
        // The score of the answer it came from is not needed: it was scored itself.
        #expect(answer.evidence["rounds"]?.array?.count == 2 && answer.evidence["returned"] == 1)
    }

    @Test(arguments: [(1, "6"), (2, "6"), (3, "6"), (4, "6"), (5, "7"), (6, "7"), (7, "7")])
    func returnsTheBestSoFarAtEachCallTheBudgetMayEndWith(calls: Int, expected: String) async throws {
        let run = Cast().run(Budget(maxCalls: calls))
        let answer = try await SelfRefine.with([:]).refine(try .number(), in: run)
        // The refiner repeats itself in the second round, which takes no judge: seven calls are enough.
        #expect(answer.answer?.canonical == expected)
        #expect(run.calls <= calls)
        #expect(answer.stop == (calls < 7 ? .budget(.calls) : .unimproved))
    }

    @Test func returnsTheBestSoFarWhenTheTokensAreSpent() async throws {
        let cast = Cast(refiner: TalkingModel([.hangs(afterTokens: 10_000)]))
        let run = cast.run(Budget(maxTokens: 1_000))
        let answer = try await SelfRefine.with([:]).refine(try .number(), in: run)
        #expect(answer.answer?.canonical == "6" && answer.stop == .budget(.tokens))
        #expect(answer.counts == .init(requested: 2, received: 1, failed: 0, counted: 2))
        #expect(answer.counts.cancelled == 1)
        #expect(run.usage.total <= 1_001)
    }

    @Test func returnsTheBestSoFarWhenTheTimeIsOver() async throws {
        for role in [Role.critic, .refiner, .judge] {
            var cast = Cast()
            switch role {
            case .critic: cast.critic = TalkingModel([.hangs()])
            case .refiner: cast.refiner = TalkingModel([.hangs()])
            default: cast.judge = TalkingModel([.hangs()])
            }
            let answer = try await cast.refine([:], Budget(deadline: .milliseconds(300)))
            #expect(answer.answer?.canonical == "6" && answer.stop == .budget(.deadline))
        }
    }

    @Test func saysThatTheBudgetWasSpentWhenNothingHasCome() async throws {
        let cast = Cast(generator: TalkingModel([.hangs()]))
        await #expect {
            try await cast.refine([:], Budget(deadline: .milliseconds(10)))
        } throws: { error in
            if case .budgetSpent(.deadline)? = error as? RefinementError { true } else { false }
        }
    }

    @Test(arguments: [Role.generator, .critic, .refiner, .judge])
    func endsAtOnceWhenTheRunIsCancelled(role: Role) async throws {
        let (reached, reach) = AsyncStream<Void>.makeStream()
        let hanging = TalkingModel { _ in
            reach.yield()
            return .hangs()
        }
        var cast = Cast()
        switch role {
        case .generator: cast.generator = hanging
        case .critic: cast.critic = hanging
        case .refiner: cast.refiner = hanging
        default: cast.judge = hanging
        }
        let task = Task { [cast] in try await cast.refine([:]) }
        for await _ in reached { break }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    @Test func refinesAnswersInWhichNoneIsFound() async throws {
        let cast = Cast(
            generator: TalkingModel("I do not know."), refiner: TalkingModel("Nobody knows 7."),
            judge: TalkingModel(reply: Judge.prefers { $0.contains("7") }))
        var question = try Question.number()
        question.extractor = AnswerExtractor(
            format: try AnswerFormat(type: .boolean), prompt: nil, isJSONRequested: false)
        let answer = try await SelfRefine.with(["max_rounds": 1]).refine(question, in: cast.run())
        #expect(answer.answer == nil && answer.completion.text == "Nobody knows 7.")
        #expect(answer.agreement.valid == 0)
    }

    @Test func returnsAnAnswerThatSaysNothingAsItIs() async throws {
        let cast = Cast(generator: TalkingModel("<think>Hm", finish: "length"))
        let answer = try await cast.refine([:])
        #expect(answer.completion.text == "<think>Hm" && answer.answer == nil)
        #expect(answer.evidence["unrefined"] == "empty")
    }
}

extension TalkingModel {
    /// Says one text, which ends for that reason.
    convenience init(_ text: String, finish: String) { self.init([.says(text, finish: finish)]) }
}
