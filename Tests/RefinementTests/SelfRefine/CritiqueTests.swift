import JSON
import Testing

@testable import Refinement

@Suite struct CritiqueTests {
    @Test func readsAspectsScoresAndVerdict() throws {
        let reply = """
            Here is my review:
            {"items": [{"aspect": "truth", "score": "8/10", "where": "line 2", "problem": "2 + 2 is 4", "fix": "Say 4."},
                       {"aspect": "form", "score": 10, "where": "", "problem": "none", "fix": null}],
             "total": 18, "verdict": "refine",}
            """
        let critique = try #require(Critique(onAspects: reply, isLast: false))
        #expect(critique.score == 0.9 && critique.asksForChange == true && critique.text == reply)
        #expect(
            critique.items == [
                .init(aspect: "truth", score: 8, place: "line 2", problem: "2 + 2 is 4", fix: "Say 4."),
                .init(aspect: "form", score: 10, place: nil, problem: nil, fix: nil),
            ])
        #expect(critique.approval(from: 0.95) == nil)
        #expect(critique.approval(from: 0.9) == .score)
    }

    @Test func takesTheFixForTheProblemWhereItNamesNoOther() {
        let reply = #"{"items": [{"aspect": "truth", "score": 3, "fix": "Say 4."}], "verdict": "refine"}"#
        #expect(Critique(onAspects: reply, isLast: false)?.approval(from: 1) == nil)
    }

    @Test(arguments: [
        "Fine by me!", #"{"items": []}"#, #"{"verdict": "stop"}"#, #"{"items": [{"score": 11}], "verdict": "stop"}"#,
    ])
    func wantsTheForm(reply: String) {
        #expect(Critique(onAspects: reply, isLast: false) == nil)
    }

    @Test func readsProseWhenThereIsNoOtherReply() {
        let reply = "The title is dull.\nTotal score: 15/20. Not correct as it stands."
        let critique = Critique(onAspects: reply, isLast: true)
        #expect(critique?.asksForChange == true && critique?.score == 0.75)
        #expect(critique?.approval(from: 0.95) == nil)
        #expect(Critique(onAspects: "A dull title.", isLast: true) == nil)
    }

    @Test(
        arguments: [
            ("VERDICT: OK", Critique.Approval.verdict), ("**Verdict: OK**\nWell done.", .verdict),
            ("VERDICT: REVISE\n- None.", .noProblem), ("No issues.", .noFeedback),
            ("VERDICT: REVISE\n- The sum is wrong.", nil),
            ("VERDICT: REVISE\nThe sum is wrong.", nil), ("It is not correct: the sum is wrong.", nil),
        ] as [(String, Critique.Approval?)])
    func readsFreeCritiques(reply: String, approval: Critique.Approval?) throws {
        let critique = try #require(Critique(free: reply))
        #expect(critique.approval(from: 1) == approval)
    }

    @Test func wantsAVerdictFirst() {
        #expect(Critique(free: "The sum makes me wonder.") == nil)
    }

    @Test func goesOnAfterFeedbackThatNobodyGave() {
        #expect(Critique(unasked: "").approval(from: 1) == nil)
        #expect(Critique(unasked: ReviseWholePrompt.genericFeedback).approval(from: 1) == nil)
        #expect(Critique(unreadable: "?").approval(from: 1) == .unreadable)
    }

    @Test(arguments: ["VERDICT: REVISE - the sum in step 2 is wrong", "VERDICT: REVISE"])
    func takesAChangeThatIsAskedForOnTheLineOfTheVerdict(reply: String) throws {
        #expect(try #require(Critique(free: reply)).approval(from: 0.95) == nil)
    }
}
