import JSON
import Synchronization
import Testing

@testable import Refinement

@Suite struct SelfRefineTests {
    let bad = Review(problem: "The sum is wrong.").text

    @Test func stopsWhenTheFirstFeedbackSaysSo() async throws {
        let cast = Cast(critic: TalkingModel(Review.satisfied.text))
        let answer = try await cast.refine([:])
        #expect(answer.completion.text == "The answer is 6." && answer.answer?.canonical == "6")
        #expect(answer.stop == .approved && answer.confidence == 1)
        #expect(cast.critic.calls.count == 1 && cast.refiner.calls.isEmpty && cast.judge.calls.isEmpty)
        #expect(answer.counts == .init(requested: 1, received: 1, failed: 0, counted: 1))
    }

    @Test(arguments: [("faithful", 0), ("guarded", 2)])
    func makesExactlyAsManyRoundsAsAllowedWhenTheCriticIsNeverSatisfied(mode: String, judgements: Int) async throws {
        // Each revision is longer, and the judge likes that.
        let refiner = TalkingModel { .says("The answer is \(String(repeating: "7", count: $0.number + 2)).") }
        let judge = TalkingModel {
            let (first, second) = Judge.answers($0.prompt)
            return .says("VERDICT: \(first.count > second.count ? "A" : "B")")
        }
        for rounds in [1, 2, 4, 8] {
            let cast = Cast(refiner: refiner, judge: judge)
            let run = cast.run()
            let method = try SelfRefine.with(["mode": .string(mode), "max_rounds": .number(rounds)])
            let answer = try await method.refine(try .number(), in: run)
            #expect(run.calls == 1 + (2 + judgements) * rounds)
            #expect(answer.stop == .exhausted)
            #expect(answer.evidence["returned"] == .number(rounds))
            #expect(answer.samples.count == rounds + 1)
        }
    }

    @Test(arguments: [
        (Review(scores: [3, 3], problem: "It is wrong.", verdict: "stop"), "verdict"),
        (Review(scores: [3, 3], problem: "", verdict: "refine"), "no_problem"),
        (Review(scores: [3, 3], problem: "None.", verdict: "refine"), "no_problem"),
        (Review(scores: [10, 9], problem: "A comma is missing.", verdict: "refine"), "score"),
    ])
    func stopsForEachOfTheReasons(review: Review, reason: String) async throws {
        let answer = try await Cast(critic: TalkingModel(review.text)).refine([:])
        #expect(answer.evidence["rounds"]?[0]?["approval"] == .string(reason))
        #expect(answer.stop == .approved)
    }

    @Test(arguments: ["NONE", "No issues found.", ""])
    func stopsWhenThereIsNothingToSay(feedback: String) async throws {
        let cast = Cast(critic: TalkingModel(feedback))
        let answer = try await cast.refine([:])
        #expect(answer.evidence["rounds"]?[0]?["approval"] == "no_feedback")
        #expect(cast.critic.calls.count == 1)
    }

    @Test(arguments: [
        "It is not correct. The sum is 7.", "I don't think it is correct.", "Incorrect: the sum is 7.",
        "This is partially correct.",
    ])
    func neverStopsAtADeniedApproval(feedback: String) async throws {
        // In prose, which is asked for again twice and then read as it is; and as the verdict of a review.
        let prose = Cast(critic: TalkingModel(feedback))
        #expect(try await prose.refine(["mode": "faithful", "max_rounds": 1]).answer?.canonical == "7")
        #expect(prose.critic.calls.count == 3)
        #expect(prose.refiner.prompts[0].contains(feedback))
        let review = Cast(critic: TalkingModel(Review(problem: "The sum is 7.", verdict: feedback).text))
        #expect(try await review.refine(["mode": "faithful", "max_rounds": 1]).answer?.canonical == "7")
    }

    @Test func asksAgainForTheFormAndReadsTheNextReply() async throws {
        let critic = TalkingModel("<think>Hm.</think>I like it", "{\"items\": 3}", bad, Review.satisfied.text)
        let cast = Cast(critic: critic)
        let answer = try await cast.refine([:])
        #expect(answer.answer?.canonical == "7")
        #expect(critic.calls.count == 4)
        let second = critic.calls[1].call.conversation.messages
        #expect(second.map(\.role) == ["user", "assistant", "user"])
        #expect(second[1].text == "I like it" && second[2].text == CritiqueAspectsPrompt.form)
        // Only the reply that failed last is shown.
        #expect(critic.calls[2].call.conversation.messages.map(\.text).dropFirst().first == "{\"items\": 3}")
    }

    @Test func letsTheAnswerBeWhenNothingCanBeMadeOfTheFeedback() async throws {
        let cast = Cast(critic: TalkingModel("The weather is nice."))
        let answer = try await cast.refine([:])
        #expect(answer.answer?.canonical == "6" && answer.stop == .unimproved && answer.confidence == 0.5)
        #expect(answer.evidence["rounds"]?[0]?["approval"] == "unreadable")
        #expect(cast.critic.calls.count == 3)
    }

    @Test func refusesScoresBeyondTheScaleAtFirstAndMovesThemIntoItAtLast() async throws {
        let hundred = TalkingModel(Review(scores: [95, 40], problem: "The sum is wrong.").text)
        let answer = try await Cast(critic: hundred).refine(["max_rounds": 1, "stop_score": 1, "mode": "faithful"])
        #expect(hundred.calls.count == 3)
        #expect(answer.evidence["rounds"]?[0]?["score"] == 1)
    }

    @Test func leavesOutATemperatureThatTheServerDoesNotTake() async throws {
        let refusal = ModelError.rejected(.init(status: 400, message: "only 1", member: "temperature"))
        let critic = TalkingModel { asked in
            asked.call.sampling["temperature"] == nil ? .says(Review.satisfied.text) : .fails(refusal)
        }
        #expect(try await Cast(critic: critic).refine([:]).stop == .approved)
    }

    // MARK: What is kept, what is returned

    @Test func keepsTheOldAnswerWhenTheRevisionIsWorse() async throws {
        let judge = TalkingModel(reply: Judge.prefers { $0.contains("6") })
        let cast = Cast(judge: judge)
        let answer = try await cast.refine([:])
        #expect(answer.answer?.canonical == "6" && answer.stop == .unimproved)
        #expect(answer.evidence["rounds"] == [["round": 1, "score": 0.5, "accepted": false, "why": "worse"]])
        #expect(answer.confidence == 0.5)
        // The revision is among the samples all the same.
        #expect(answer.samples.map { $0.answer?.canonical } == ["6", "7"])
        // A second round would begin from the same answer.
        #expect(cast.refiner.calls.count == 1)
    }

    @Test(arguments: [
        ("VERDICT: A", "inconsistent"), ("VERDICT: B", "inconsistent"), ("VERDICT: TIE", "tie"),
        ("Well, it depends.", "unreadable"), ("", "unreadable"), ("VERDICT: not B", "unreadable"),
    ])
    func keepsTheOldAnswerUnlessTheJudgePrefersTheNewOneInBothOrders(said: String, reason: String) async throws {
        let answer = try await Cast(judge: TalkingModel(said)).refine([:])
        #expect(answer.answer?.canonical == "6")
        #expect(answer.evidence["rounds"]?[0]?["why"] == .string(reason))
    }

    @Test func showsTheJudgeTheRequestAndTheTwoAnswersInBothOrdersAndNothingElse() async throws {
        let cast = Cast(refiner: TalkingModel("<think>Secret.</think>The answer is 7."))
        _ = try await cast.refine(["max_rounds": 1])
        let shown = cast.judge.prompts.map(Judge.answers)
        #expect(Set(shown.map(\.first)) == ["The answer is 6.", "The answer is 7."])
        for (prompt, answers) in zip(cast.judge.prompts, shown) {
            #expect(answers.first != answers.second)
            #expect(prompt.contains("How many?"))
            #expect(!prompt.contains("The sum is wrong.") && !prompt.contains("Secret"))
        }
    }

    @Test(arguments: [
        ("", "empty"), ("<think>Let me see", "empty"), ("The answer  is 6.\n", "unchanged"),
    ])
    func refusesARevisionThatIsNone(revision: String, reason: String) async throws {
        for mode in ["guarded", "faithful"] {
            let cast = Cast(refiner: TalkingModel(revision))
            let answer = try await cast.refine(["mode": .string(mode)])
            #expect(answer.answer?.canonical == "6" && answer.stop == .unimproved)
            #expect(answer.evidence["rounds"]?[0]?["why"] == .string(reason))
            #expect(cast.judge.calls.isEmpty)
        }
    }

    @Test func refusesARevisionThatRepeatsTheFeedbackOrCallsTools() async throws {
        let repeated = try await Cast(refiner: TalkingModel(bad)).refine(["mode": "faithful"])
        #expect(repeated.answer?.canonical == "6" && repeated.evidence["rounds"]?[0]?["why"] == "feedback")
        let refiner = TalkingModel([.calls("sum", arguments: "{}")])
        let called = try await Cast(refiner: refiner).refine(["mode": "faithful"])
        #expect(called.answer?.canonical == "6" && called.evidence["rounds"]?[0]?["why"] == "tool_calls")
    }

    @Test func refusesProseInPlaceOfJSON() async throws {
        var question = try Question.number()
        question.extractor = AnswerExtractor(
            format: try AnswerFormat(type: .json), prompt: nil, isJSONRequested: true)
        let cast = Cast(generator: TalkingModel(#"{"sum": 6}"#), refiner: TalkingModel("The sum is 7, my friend."))
        let answer = try await SelfRefine.with(["mode": "faithful"]).refine(question, in: cast.run())
        #expect(answer.completion.text == #"{"sum": 6}"#)
        #expect(answer.evidence["rounds"]?[0]?["why"] == "lost_format")
    }

    @Test func returnsToolCallsAsTheyAre() async throws {
        let cast = Cast(generator: TalkingModel([.calls("weather", arguments: "{}")]))
        let answer = try await cast.refine([:])
        #expect(answer.answer?.kind == .toolCalls && answer.completion.message["tool_calls"] != nil)
        #expect(answer.evidence["unrefined"] == "tool_calls")
        #expect(answer.stop == .certain && cast.critic.calls.isEmpty)
    }

    @Test func picksTheBestScoreOfAllAnswersTheLastOneIncluded() async throws {
        // The paper's acronym trail: 11, 17, 12, 17 of 25.
        let totals = [11, 17, 12, 17]
        let reviews = totals.map { total -> ScriptedModel.Line in
            let scores = [5, 5, 5, 5, 5].indices.map { $0 < 4 ? total / 5 * 2 : total * 2 - total / 5 * 8 }
            return .says(Review(scores: scores, problem: "Dull.").text)
        }
        let names = TalkingModel { .says("The answer is \($0.number + 1).") }
        let parameters: JSON = ["mode": "faithful", "max_rounds": 3, "pick": "best"]
        let cast = Cast(critic: TalkingModel(reviews), refiner: names)
        let answer = try await cast.refine(parameters)
        #expect(answer.samples.map(\.score) == [0.44, 0.68, 0.48, 0.68])
        // Of equals the last.
        #expect(answer.answer?.canonical == "3" && answer.confidence == 0.68)
        #expect(cast.critic.calls.count == 4)
        let sinking = Cast(critic: TalkingModel([reviews[1], reviews[0]]), refiner: names)
        #expect(try await sinking.refine(parameters).answer?.canonical == "6")
    }

    @Test func returnsTheLastWhereNothingIsScored() async throws {
        let critic = TalkingModel("It is wrong.")
        let answer = try await Cast(critic: critic).refine(["mode": "faithful", "max_rounds": 1, "pick": "best"])
        #expect(answer.answer?.canonical == "7" && answer.confidence == 0.5)
    }

    // MARK: The refiner's prompt

    @Test(arguments: [("all", [0, 1, 2]), ("last", [2]), ("none", [])])
    func showsTheRefinerAsMuchHistoryAsIsAskedFor(history: String, shown: [Int]) async throws {
        let refiner = TalkingModel { .says("Try number \($0.number + 1).") }
        let critic = TalkingModel { .says(Review(problem: "Flaw \($0.number).").text) }
        let cast = Cast(generator: TalkingModel("Try number 0."), critic: critic, refiner: refiner)
        _ = try await cast.refine(["mode": "faithful", "max_rounds": 3, "history": .string(history)])
        let prompt = try #require(refiner.prompts.last)
        for number in 0..<3 {
            #expect(prompt.contains("Try number \(number).") == shown.contains(number))
            #expect(prompt.contains("Flaw \(number).") == (shown.contains(number) || number == 2))
        }
    }

    @Test func leavesOutTheMiddleForAModelThatCannotReadItAll() async throws {
        let tooLong = ModelError.rejected(.init(status: 400, message: "maximum context length is 100 tokens"))
        let refiner = TalkingModel { asked in
            asked.prompt.contains("Try number 1.") && asked.number > 2
                ? .fails(tooLong) : .says("Try number \(asked.number + 1).")
        }
        let cast = Cast(generator: TalkingModel("Try number 0."), refiner: refiner)
        let answer = try await cast.refine(["mode": "faithful", "max_rounds": 4])
        #expect(answer.stop == .exhausted)
        let prompt = try #require(refiner.prompts.last)
        #expect([0, 1, 2, 3].map { prompt.contains("Try number \($0).") } == [true, false, true, true])
    }

    @Test(arguments: [("generic", true), ("none", false)])
    func asksNoCriticInThePapersAblation(feedback: String, isTold: Bool) async throws {
        let cast = Cast()
        let answer = try await cast.refine(["feedback": .string(feedback), "max_rounds": 1])
        #expect(answer.answer?.canonical == "7")
        #expect(cast.critic.calls.isEmpty)
        #expect(cast.refiner.prompts[0].contains(ReviseWholePrompt.genericFeedback) == isTold)
        #expect(cast.refiner.prompts[0].contains("reviewer") == isTold)
    }

    @Test(
        arguments: [
            (["feedback": "none", "aspects": ["truth"]], "aspects"),
            (["feedback": "generic", "pick": "best"], "pick"),
            (["feedback": "none", "history": "none"], "history"), (["max_rounds": 9], "max_rounds"),
            (["stop_score": 2], "stop_score"), (["mode": "bold"], "mode"),
        ] as [(JSON, String)])
    func refusesParametersThatDoNotGoTogether(parameters: JSON, name: String) {
        #expect {
            try SelfRefine.with(parameters)
        } throws: {
            ($0 as? ParameterError)?.name == name
        }
    }

    // MARK: Live

    @Test func tellsTheLastRevisionAsItComesWhereNothingCanChangeItAnyMore() async throws {
        for (parameters, isLive) in [
            (["mode": "faithful", "max_rounds": 2] as JSON, true), (["mode": "guarded", "max_rounds": 2], false),
            (["mode": "faithful", "max_rounds": 2, "pick": "best"], false),
        ] {
            let told = Mutex("")
            let refiner = TalkingModel { .says("The answer is \($0.number + 7).") }
            let run = Cast(refiner: refiner).run { event in
                if case .delta(let text) = event { told.withLock { $0 += text } }
            }
            let answer = try await SelfRefine.with(parameters).refine(try .number(), in: run)
            #expect(told.withLock { $0 } == (isLive ? answer.completion.text : ""))
        }
    }

    @Test func failsRatherThanTakeBackWhatItHasTold() async throws {
        let refiner = TalkingModel([.hangs(afterTokens: 3)])
        let cast = Cast(refiner: refiner)
        let method = try SelfRefine.with(["mode": "faithful", "max_rounds": 1])
        await #expect(throws: RefinementError.self) {
            try await method.refine(try .number(), in: cast.run(Budget(deadline: .milliseconds(300))) { _ in })
        }
        // A client that waits for the whole answer gets the best one there is.
        let answer = try await cast.refine(["mode": "faithful", "max_rounds": 1], Budget(deadline: .milliseconds(300)))
        #expect(answer.answer?.canonical == "6" && answer.stop == .budget(.deadline))
    }

    @Test func escalatesEveryRoleThatNobodyElseWasGiven() async throws {
        let weak = TalkingModel(
            "The answer is 6.", Review(scores: [1], problem: "No.").text, "The answer is 5.", "VERDICT: TIE")
        let strong = TalkingModel("The answer is 9.", Review.satisfied.text)
        let run = Run(model: weak, roles: [.stronger: strong])
        let answer = try await SelfRefine.with([:]).refine(
            try .number(), in: run, policy: ConfidencePolicy(least: 0.9, otherwise: .escalate))
        #expect(answer.answer?.canonical == "9" && answer.confidence == 1)
        #expect(strong.calls.count == 2)
    }
}
