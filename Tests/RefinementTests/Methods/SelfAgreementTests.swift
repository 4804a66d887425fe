import JSON
import Testing

@testable import Refinement

@Suite struct SelfAgreementTests {
    func refine(
        _ model: ScriptedModel, judge: JudgeModel, _ parameters: JSON, _ question: Question? = nil,
        budget: Budget = Budget()
    ) async throws -> (answer: RefinedAnswer, run: Run) {
        let run = Run(model: model, roles: [.judge: judge], budget: budget)
        let method = try SelfAgreement.with(parameters)
        return (try await method.refine(try question ?? .worded(), in: run), run)
    }

    let three = ScriptedModel.saying(["It is 3.", "I get 7.", "So 7 it is."])

    /// A reply in the form that is asked for.
    func reply(_ listed: [String], _ agreed: String?) -> ScriptedModel.Line {
        let lines = listed.enumerated().map { "\($0 + 1): \($1)\n" }.joined()
        let end = agreed.map { "\n### The majority voted answer is: \($0)" } ?? ""
        return .says("### Extract the Final Answer\n\(lines)\(end)")
    }

    @Test func returnsTheFirstPathThatReachesTheAgreedAnswer() async throws {
        let judge = JudgeModel(reply(["3", "7", "7"], "7"))
        let (answer, run) = try await refine(three, judge: judge, ["samples": 3])
        #expect(answer.completion.text == "I get 7.")
        #expect(answer.answer?.canonical == "7")
        #expect(answer.confidence == 2.0 / 3)
        #expect(answer.evidence["aggregation"]?["index"] == 1)
        #expect(answer.evidence["aggregation"]?["source"] == "statement")
        #expect(answer.evidence["aggregation"]?["reply"]?.string?.contains("1: 3\n") == true)
        #expect(answer.stop == .exhausted)
        #expect(run.calls == 4)
        let task = try #require(judge.tasks.first)
        #expect(task.contains("How many?") && task.contains("Solution 3:\nSo 7 it is."))
        #expect(judge.calls.first?.sampling["temperature"] == 0)
    }

    @Test func believesTheStatementRatherThanTheVote() async throws {
        let (answer, _) = try await refine(three, judge: JudgeModel(reply(["3", "3", "7"], "3")), ["samples": 3])
        #expect(answer.completion.text == "It is 3.")
        #expect(answer.confidence == 1.0 / 3)
    }

    @Test func letsTheListedAnswersVoteWhenNoneIsStated() async throws {
        let (answer, _) = try await refine(
            three, judge: JudgeModel(reply(["no answer", "3", "3"], nil)), ["samples": 3])
        #expect(answer.answer?.canonical == "3")
        #expect(answer.completion.text == "It is 3.")
        #expect(answer.evidence["aggregation"]?["source"] == "list")
    }

    @Test(arguments: [
        "They disagree.", "", "### The majority voted answer is: no answer", "1: no answer\n2: no answer",
    ])
    func letsThePathsVoteWhenTheReplyTellsNoAnswer(reply: String) async throws {
        let (answer, _) = try await refine(three, judge: JudgeModel(.says(reply)), ["samples": 3])
        #expect(answer.completion.text == "I get 7.")
        #expect(answer.confidence == 2.0 / 3)
        #expect(answer.evidence["aggregation"]?["source"] == "vote")
    }

    @Test func findsPathsByTheirListedAnswersWhereTheTextShowsNone() async throws {
        let model = ScriptedModel.saying([
            "Madrid, I think.", "France is governed from Paris, of course.", "They say it is Paris, by the river.",
        ])
        let question = try Question.worded("Where does the French parliament sit?", type: .auto)
        let (answer, _) = try await refine(
            model, judge: JudgeModel(reply(["Madrid", "Paris", "Paris"], "Paris.")), ["samples": 3], question)
        #expect(answer.completion.text == "France is governed from Paris, of course.")
        #expect(answer.answer?.canonical == "paris")
        #expect(answer.confidence == 2.0 / 3)
        #expect(answer.evidence["aggregation"]?["index"] == 1)
    }

    @Test func returnsTheAgreedAnswerAloneWhereNoPathIsSeenToReachIt() async throws {
        let (answer, _) = try await refine(
            three, judge: JudgeModel(.says("### The majority voted answer is: 12 apples")), ["samples": 3])
        #expect(answer.completion.text == "12")
        #expect(answer.completion.finishReason == "stop")
        #expect(answer.answer?.canonical == "12")
        #expect(answer.confidence == 0)
        #expect(answer.evidence["aggregation"]?["index"] == .null)
        #expect(answer.fallback == nil)
    }

    @Test func agreesWhereNoPathHasAnAnswerThatCanBeTold() async throws {
        let model = ScriptedModel.saying(["A dozen.", "Twelvish.", "Who knows?"])
        let judge = JudgeModel(reply(["12", "12", "no answer"], "12"))
        let (answer, _) = try await refine(model, judge: judge, ["samples": 3])
        #expect(answer.completion.text == "A dozen.")
        #expect(answer.answer?.canonical == "12")
        #expect(answer.agreement.valid == 0 && answer.fallback == nil)
    }

    @Test func fallsBackOnTheTextsWhenNobodyFindsAnAnswer() async throws {
        let model = ScriptedModel.saying(["No idea.", "Who knows?", "Who knows?"])
        let (answer, _) = try await refine(model, judge: JudgeModel(.says("Nor do I.")), ["samples": 3])
        #expect(answer.completion.text == "Who knows?")
        #expect(answer.fallback == .text && answer.answer == nil)
        #expect(answer.evidence["aggregation"]?["source"] == "text")
    }

    @Test func returnsToolCallsAsToolCalls() async throws {
        let cities = [#"{"city":"Oslo"}"#, #"{"city":"Rome"}"#, #"{ "city": "Rome" }"#]
        let model = ScriptedModel { sample, _ in .calls("weather", arguments: cities[sample]) }
        let said = #"[{"arguments":{"city":"Rome"},"name":"weather"}]"#
        let judge = JudgeModel(.says("### The majority voted answer is: " + said))
        let (answer, _) = try await refine(model, judge: judge, ["samples": 3])
        #expect(answer.completion.message["tool_calls"]?[0]?["function"]?["arguments"] == .string(cities[1]))
        #expect(answer.confidence == 2.0 / 3)

        // A text that no path says is no tool call, so the paths vote.
        let wrong = JudgeModel(.says("### The majority voted answer is: 5"))
        let (voted, _) = try await refine(model, judge: wrong, ["samples": 3])
        #expect(voted.completion.message["tool_calls"]?[0]?["function"]?["arguments"] == .string(cities[1]))
        #expect(voted.evidence["aggregation"]?["source"] == "vote")
    }

    @Test func isOnePlainCallForOneSample() async throws {
        let judge = JudgeModel(reply([], "9"))
        let (answer, run) = try await refine(three, judge: judge, ["samples": 1])
        #expect(answer.completion.text == "It is 3.")
        #expect(answer.confidence == 1 && answer.evidence["aggregation"] == ["index": 0])
        #expect(run.calls == 1 && judge.calls.isEmpty)
    }

    @Test func asksNobodyWhenAllPathsAreTheSame() async throws {
        let judge = JudgeModel(reply([], "9"))
        let (answer, _) = try await refine(.saying(["It is 7.", "It is 7. "]), judge: judge, ["samples": 2])
        #expect(answer.answer?.canonical == "7" && answer.confidence == 1)
        #expect(judge.calls.isEmpty)
    }

    @Test func survivesTheLossOfTheJudge() async throws {
        let error = ModelError.interrupted(reason: "reset", tokens: 4)
        let (answer, _) = try await refine(three, judge: JudgeModel(.fails(error)), ["samples": 3])
        #expect(answer.answer?.canonical == "7")
        #expect(answer.stop == .failed(error))
        #expect(answer.evidence["aggregation"] == ["index": 1, "source": "vote"])
    }

    @Test func survivesLostSamples() async throws {
        let model = ScriptedModel { sample, _ in
            sample % 2 == 0 ? .fails(.unreachable(reason: "x")) : .says("I get \(sample).")
        }
        let (answer, _) = try await refine(model, judge: JudgeModel(reply(["1", "3"], "3")), ["samples": 4])
        #expect(answer.completion.text == "I get 3.")
        #expect(answer.evidence["aggregation"]?["index"] == 3)
        #expect(answer.confidence == 0.25)
        #expect(answer.counts == .init(requested: 4, received: 2, failed: 2, counted: 4))
    }

    @Test func needsNoJudgeForTheOnlyPathLeft() async throws {
        let model = ScriptedModel { sample, _ in
            sample == 1 ? .says("I get 7.") : .fails(.unreachable(reason: "x"))
        }
        let judge = JudgeModel(reply([], "9"))
        let (answer, _) = try await refine(model, judge: judge, ["samples": 3])
        #expect(answer.answer?.canonical == "7" && judge.calls.isEmpty)
    }

    @Test func failsWhenEverySampleIsLost() async throws {
        let model = ScriptedModel { _, _ in .fails(.timedOut(stage: .connect)) }
        let judge = JudgeModel(reply([], "9"))
        await #expect(throws: RefinementError.self) { try await refine(model, judge: judge, ["samples": 3]) }
        #expect(judge.calls.isEmpty)
    }

    // MARK: Budget and cancellation

    @Test func votesWhenNoCallIsLeftForTheJudge() async throws {
        let judge = JudgeModel(reply([], "3"))
        let (answer, run) = try await refine(three, judge: judge, ["samples": 3], budget: Budget(maxCalls: 3))
        #expect(answer.answer?.canonical == "7")
        #expect(answer.stop == .budget(.calls))
        #expect(run.calls == 3)
    }

    @Test func votesWhenTheTokensAreSpent() async throws {
        let judge = JudgeModel(reply([], "3"))
        let (answer, _) = try await refine(three, judge: judge, ["samples": 3], budget: Budget(maxTokens: 45))
        #expect(answer.answer?.canonical == "7" && answer.stop == .budget(.tokens))
        #expect(judge.calls.isEmpty)
    }

    @Test func votesWhenTheJudgeTakesTooLong() async throws {
        let (answer, _) = try await refine(
            three, judge: JudgeModel(.hangs()), ["samples": 3], budget: Budget(deadline: .seconds(5)))
        #expect(answer.answer?.canonical == "7" && answer.stop == .budget(.deadline))
    }

    @Test func endsWhenItIsCancelledWhileTheJudgeReads() async throws {
        let judge = JudgeModel(.hangs(afterTokens: 1))
        let task = Task { try await refine(three, judge: judge, ["samples": 3]) }
        while judge.calls.isEmpty { await Task.yield() }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }
}
