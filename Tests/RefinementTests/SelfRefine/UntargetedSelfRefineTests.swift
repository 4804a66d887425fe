import JSON
import Testing

@testable import Refinement

@Suite struct UntargetedSelfRefineTests {
    let objection = "VERDICT: REVISE\n- The sum is wrong."
    let lost = ModelError.rejected(.init(status: 500, message: "boom"))

    func refine(_ cast: Cast, _ parameters: JSON, _ budget: Budget = Budget()) async throws -> RefinedAnswer {
        try await UntargetedSelfRefine.with(parameters).refine(try .number(), in: cast.run(budget))
    }

    @Test(arguments: [("faithful", 3), ("guarded", 5)])
    func answersCriticisesAndRewritesOnce(mode: String, calls: Int) async throws {
        let cast = Cast(critic: TalkingModel(objection))
        let run = cast.run()
        let method = try UntargetedSelfRefine.with(["mode": .string(mode)])
        let answer = try await method.refine(try .number(), in: run)
        #expect(answer.answer?.canonical == "7" && answer.stop == .exhausted && run.calls == calls)
        // Nobody has looked at the rewriting.
        #expect(answer.confidence == 0.5)
        #expect(cast.refiner.prompts[0].contains("The answer is 6.") && cast.refiner.prompts[0].contains(objection))
    }

    @Test func namesNoAspects() async throws {
        let cast = Cast(critic: TalkingModel("VERDICT: OK"))
        let answer = try await refine(cast, [:])
        #expect(answer.answer?.canonical == "6" && answer.stop == .approved && answer.confidence == 1)
        #expect(!cast.critic.prompts[0].contains("correctness"))
    }

    @Test func showsOnlyTheLastAttempt() async throws {
        let refiner = TalkingModel { .says("Try number \($0.number + 1).") }
        let cast = Cast(critic: TalkingModel(objection), refiner: refiner)
        _ = try await refine(cast, ["rounds": 3, "mode": "faithful"])
        #expect(refiner.prompts.count == 3)
        #expect(refiner.prompts[2].contains("number 2.") && !refiner.prompts[2].contains("number 1."))
    }

    @Test func keepsTheAnswerThatTheJudgeDoesNotFindBettered() async throws {
        let answer = try await refine(Cast(critic: TalkingModel(objection), judge: TalkingModel("VERDICT: A")), [:])
        #expect(answer.answer?.canonical == "6" && answer.stop == .unimproved && answer.confidence == 0)
    }

    @Test func letsTheAnswerBeWhenTheVerdictCannotBeRead() async throws {
        let cast = Cast(critic: TalkingModel("Hm."))
        let answer = try await refine(cast, [:])
        #expect(answer.answer?.canonical == "6" && answer.stop == .unimproved && answer.confidence == 0.5)
        #expect(cast.critic.calls.count == 3)
    }

    @Test func survivesEveryLostCallButTheFirst() async throws {
        let critic = TalkingModel(objection)
        for cast in [
            Cast(critic: TalkingModel([.fails(lost)])), Cast(critic: critic, refiner: TalkingModel([.fails(lost)])),
            Cast(critic: critic, judge: TalkingModel([.fails(lost)])),
        ] {
            let answer = try await refine(cast, [:])
            #expect(answer.answer?.canonical == "6" && answer.stop == .failed(lost))
        }
        await #expect(throws: RefinementError.self) {
            try await refine(Cast(generator: TalkingModel([.fails(lost)])), [:])
        }
    }

    @Test func returnsTheBestSoFarWhenTheBudgetIsSpent() async throws {
        let cast = Cast(critic: TalkingModel(objection))
        for (calls, expected) in [(1, "6"), (2, "6"), (3, "6"), (4, "6"), (5, "7")] {
            #expect(try await refine(cast, [:], Budget(maxCalls: calls)).answer?.canonical == expected)
        }
        let hanging = Cast(critic: TalkingModel([.hangs()]))
        #expect(try await refine(hanging, [:], Budget(deadline: .milliseconds(200))).stop == .budget(.deadline))
        let talking = Cast(critic: TalkingModel([.hangs(afterTokens: 10_000)]))
        #expect(try await refine(talking, [:], Budget(maxTokens: 500)).stop == .budget(.tokens))
    }

    @Test func endsAtOnceWhenTheRunIsCancelled() async throws {
        let (reached, reach) = AsyncStream<Void>.makeStream()
        let critic = TalkingModel { _ in
            reach.yield()
            return .hangs()
        }
        let task = Task { try await refine(Cast(critic: critic), [:]) }
        for await _ in reached { break }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }
}
