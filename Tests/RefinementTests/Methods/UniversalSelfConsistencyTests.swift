import JSON
import Testing

@testable import Refinement

@Suite struct UniversalSelfConsistencyTests {
    /// Refines with the judge apart from the generator.
    func refine(
        _ model: ScriptedModel, judge: JudgeModel, _ parameters: JSON, _ question: Question? = nil,
        budget: Budget = Budget()
    ) async throws -> (answer: RefinedAnswer, run: Run) {
        let run = Run(model: model, roles: [.judge: judge], budget: budget)
        let method = try UniversalSelfConsistency.with(parameters)
        return (try await method.refine(try question ?? .worded(), in: run), run)
    }

    let three = ScriptedModel.saying(["It is 3.", "I get 7.", "So 7 it is."])
    let names2 = ScriptedModel.Line.says("The most consistent response is Response 2.")

    @Test func returnsTheResponseThatTheJudgeNames() async throws {
        let judge = JudgeModel(names2)
        let (answer, run) = try await refine(three, judge: judge, ["samples": 3])
        #expect(answer.completion.text == "I get 7.")
        #expect(answer.answer?.canonical == "7")
        #expect(answer.confidence == 2.0 / 3)
        #expect(answer.agreement == .init(leader: 2, runnerUp: 1, valid: 3, samples: 3))
        #expect(answer.stop == .exhausted && answer.fallback == nil)
        #expect(
            answer.evidence["selection"]
                == ["index": 1, "reply": "The most consistent response is Response 2."])
        #expect(run.calls == 4)
        #expect(run.usageByRole[.judge] == TokenUsage(prompt: 10, completion: 5))
    }

    @Test func followsTheJudgeAgainstTheVote() async throws {
        let judge = JudgeModel(.says("The most consistent response is Response 1"))
        let (answer, _) = try await refine(three, judge: judge, ["samples": 3])
        #expect(answer.answer?.canonical == "3")
        #expect(answer.confidence == 1.0 / 3)
        #expect(answer.votes.map(\.answer.canonical) == ["7", "3"])
    }

    @Test func showsTheJudgeTheQuestionAndAllResponsesNumberedFrom1() async throws {
        let judge = JudgeModel(names2)
        _ = try await refine(three, judge: judge, ["samples": 3])
        let task = try #require(judge.tasks.first)
        for part in ["How many?", "Response 1:\nIt is 3.\n", "Response 3:\nSo 7 it is.\n", "from 1 to 3", "majority"] {
            #expect(task.contains(part))
        }
        #expect(task.hasSuffix("The most consistent response is Response X"))
    }

    @Test func choosesForDetailIfAsked() async throws {
        let judge = JudgeModel(.says("Response 3 is short. The most detailed response is Response 1."))
        let (answer, _) = try await refine(three, judge: judge, ["samples": 3, "criterion": "detailed"])
        #expect(answer.completion.text == "It is 3.")
        let task = try #require(judge.tasks.first)
        #expect(task.hasSuffix("The most detailed response is Response X") && !task.contains("majority"))
    }

    @Test func asksGreedilyAndLeavesOutWhatShapesAnswers() async throws {
        let judge = JudgeModel(names2)
        let question = try Question.worded(options: [
            "tools": [["type": "function"]], "response_format": ["type": "json_object"], "stop": "\n", "logprobs": true,
            "top_logprobs": 5, "max_tokens": 9, "temperature": 1.2, "top_p": 0.5, "user": "me",
        ])
        _ = try await refine(three, judge: judge, ["samples": 3], question)
        let members = try #require(judge.calls.first).sampling.members
        #expect(
            members.map { "\($0.name) \(String(decoding: $0.value, as: UTF8.self))" }.sorted()
                == ["max_tokens 256", "seed 0", "temperature 0", #"user "me""#])
    }

    @Test func limitsTheJudgeByTheNameThatTheClientUses() async throws {
        let judge = JudgeModel(names2)
        let question = try Question.worded(options: ["max_completion_tokens": 900])
        _ = try await refine(three, judge: judge, ["samples": 3, "judge_tokens": 4_000], question)
        let sampling = try #require(judge.calls.first).sampling
        #expect(sampling["max_completion_tokens"] == 4_000 && sampling["max_tokens"] == nil)
    }

    @Test func isOnePlainCallForOneSample() async throws {
        let judge = JudgeModel(names2)
        let (answer, run) = try await refine(three, judge: judge, ["samples": 1])
        #expect(answer.completion.text == "It is 3.")
        #expect(answer.confidence == 1)
        #expect(run.calls == 1 && judge.calls.isEmpty)
    }

    @Test func asksTheJudgeAboutTwo() async throws {
        let judge = JudgeModel(names2)
        let (answer, _) = try await refine(three, judge: judge, ["samples": 2])
        #expect(answer.completion.text == "I get 7.")
        #expect(answer.confidence == 0.5)
    }

    @Test(arguments: [["It is 7.", " It is 7.\n", "It is 7."], ["", "<think>well</think>", "It is 7."]])
    func asksNobodyWhereThereIsNothingToChoose(texts: [String]) async throws {
        let judge = JudgeModel(names2)
        let (answer, _) = try await refine(.saying(texts), judge: judge, ["samples": 3])
        #expect(judge.calls.isEmpty)
        #expect(answer.answer?.canonical == "7")
        #expect(answer.evidence["selection"]?["reply"] == nil && answer.evidence["selection"]?["fallback"] == nil)
    }

    @Test(arguments: ["I like all of them.", "The most consistent response is Response 4.", "Response 0"])
    func letsTheAnswersVoteWhenTheJudgeNamesNoResponse(reply: String) async throws {
        let (answer, _) = try await refine(three, judge: JudgeModel(.says(reply)), ["samples": 3])
        #expect(answer.completion.text == "I get 7.")
        #expect(answer.stop == .exhausted)
        #expect(
            answer.evidence["selection"] == ["index": 1, "fallback": "vote", "reply": .string(reply)])
    }

    @Test func returnsTheFirstResponseWhenNeitherJudgeNorVoteDecides() async throws {
        let model = ScriptedModel.saying(["One way.", "Another way.", "A third."])
        let (answer, _) = try await refine(model, judge: JudgeModel(.says("Hm.")), ["samples": 3])
        #expect(answer.completion.text == "One way.")
        #expect(answer.confidence == 1.0 / 3)
        #expect(answer.evidence["selection"] == ["index": 0, "fallback": "text", "reply": "Hm."])
    }

    @Test func choosesAmongResponsesWithoutAnswers() async throws {
        let model = ScriptedModel.saying(["One way.", "Another way.", "A third."])
        let (answer, _) = try await refine(model, judge: JudgeModel(names2), ["samples": 3])
        #expect(answer.completion.text == "Another way.")
        #expect(answer.answer == nil && answer.fallback == nil)
        #expect(answer.confidence == 1.0 / 3)
        #expect(answer.agreement.valid == 0)
    }

    @Test func survivesTheLossOfTheJudge() async throws {
        let error = ModelError.unreachable(reason: "x")
        let (answer, _) = try await refine(three, judge: JudgeModel(.fails(error)), ["samples": 3])
        #expect(answer.answer?.canonical == "7")
        #expect(answer.stop == .failed(error))
        #expect(answer.evidence["selection"] == ["index": 1, "fallback": "vote"])
    }

    @Test func numbersOnlyTheResponsesThatCame() async throws {
        let model = ScriptedModel { sample, _ in
            sample == 0 ? .fails(.unreachable(reason: "x")) : .says("The answer is \(sample).")
        }
        let judge = JudgeModel(names2)
        let (answer, _) = try await refine(model, judge: judge, ["samples": 3])
        #expect(judge.tasks.first?.contains("Response 3:") == false)
        #expect(answer.completion.text == "The answer is 2.")
        #expect(answer.evidence["selection"]?["index"] == 2)
        #expect(answer.confidence == 1.0 / 3)
        #expect(answer.counts == .init(requested: 3, received: 2, failed: 1, counted: 3))
    }

    @Test func needsNoJudgeForTheOnlyResponseLeft() async throws {
        let model = ScriptedModel { sample, _ in
            sample == 2 ? .says("It is 7.") : .fails(.unreachable(reason: "x"))
        }
        let judge = JudgeModel(names2)
        let (answer, _) = try await refine(model, judge: judge, ["samples": 4])
        #expect(answer.answer?.canonical == "7" && answer.evidence["selection"] == ["index": 2])
        #expect(judge.calls.isEmpty)
    }

    @Test func failsWhenEverySampleIsLost() async throws {
        let model = ScriptedModel { _, _ in .fails(.timedOut(stage: .connect)) }
        let judge = JudgeModel(names2)
        await #expect(throws: RefinementError.self) { try await refine(model, judge: judge, ["samples": 3]) }
        #expect(judge.calls.isEmpty)
    }

    @Test func showsToolCallsAsJSONAndReturnsThemAsToolCalls() async throws {
        let cities = [#"{"city":"Rome"}"#, #"{"city":"Oslo"}"#]
        let model = ScriptedModel { sample, _ in .calls("weather", arguments: cities[sample]) }
        let judge = JudgeModel(names2)
        let (answer, _) = try await refine(model, judge: judge, ["samples": 2])
        #expect(
            judge.tasks.first?.contains(#"[{"name":"weather","arguments":{"city":"Rome"}}]"#) == true)
        #expect(answer.completion.message["tool_calls"]?[0]?["function"]?["arguments"] == .string(cities[1]))
        #expect(answer.answer?.kind == .toolCalls)
    }

    // MARK: Budget and cancellation

    @Test func votesWhenNoCallIsLeftForTheJudge() async throws {
        let (answer, run) = try await refine(
            three, judge: JudgeModel(names2), ["samples": 3], budget: Budget(maxCalls: 3))
        #expect(answer.answer?.canonical == "7")
        #expect(answer.stop == .budget(.calls))
        #expect(answer.evidence["selection"] == ["index": 1, "fallback": "vote"])
        #expect(run.calls == 3)
    }

    @Test func votesWhenTheTokensAreSpent() async throws {
        let judge = JudgeModel(names2)
        let (answer, _) = try await refine(three, judge: judge, ["samples": 3], budget: Budget(maxTokens: 45))
        #expect(answer.stop == .budget(.tokens))
        #expect(answer.evidence["selection"]?["fallback"] == "vote")
        #expect(judge.calls.isEmpty)
    }

    @Test func votesWhenTheJudgeTakesTooLong() async throws {
        let (answer, _) = try await refine(
            three, judge: JudgeModel(.hangs()), ["samples": 3], budget: Budget(deadline: .seconds(5)))
        #expect(answer.answer?.canonical == "7")
        #expect(answer.stop == .budget(.deadline))
    }

    @Test func endsWhenItIsCancelledWhileTheJudgeReads() async throws {
        let judge = JudgeModel(.hangs(afterTokens: 1))
        let task = Task { try await refine(three, judge: judge, ["samples": 3]) }
        while judge.calls.isEmpty { await Task.yield() }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }
}
