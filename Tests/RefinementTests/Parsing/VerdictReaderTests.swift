import Testing

@testable import Refinement

@Suite struct VerdictReaderTests {
    @Test(arguments: [
        "It is not correct.", "Incorrect.", "I don't think it is correct.", "The result isn't right.",
        "I cannot confirm this.", "This is only partially correct.", "Almost correct: the sign is off by one error.",
        "Verdict: it is not correct", "Decision: do not accept", "Not OK", "This can’t be right.",
        "It is far from correct.", "Correct? No.", "VERDICT: REVISE", "\"verdict\": \"refine\"", "[[incorrect]]",
        "<result>not correct</result>", "The answer has a mistake.", "It should be revised.",
        "Neither step is correct.", "You must not stop yet", "The answer does not address the problem.",
        "It doesn't fix the error.", "Step 2 is wrong.\nThe correct answer is 42.", "The right approach is not used.",
        "Stop using passive voice.",
    ])
    func neverTakesNoForYes(text: String) {
        #expect(VerdictReader.approval.verdict(in: text) != true)
    }

    @Test(arguments: [
        "It is correct.", "Verdict: stop", "**Verdict:** OK", "VERDICT: OK", "[[correct]]", "[Correct]",
        "Decision: accept",
        "<result>correct</result>", "The answer is right, there is no mistake.", "Not wrong.", "No errors found.",
        "First I thought it was wrong.\nVerdict: correct", "{\"verdict\": \"stop\"}",
    ])
    func readsAYes(text: String) {
        #expect(VerdictReader.approval.verdict(in: text) == true)
    }

    @Test(arguments: [
        "", "The train leaves at nine.", "Verdict: correct or incorrect", "If it is correct, say so.",
        "It would be correct if the sum were 12.", "VERDICT: OK|REVISE",
    ])
    func makesNothingOfWhatSaysNothing(text: String) {
        #expect(VerdictReader.approval.verdict(in: text) == nil)
    }

    @Test func believesTheLastOfSeveralTags() {
        #expect(VerdictReader.approval.verdict(in: "Verdict: stop\nOn second thoughts:\nVerdict: refine") == false)
        #expect(VerdictReader.approval.verdict(in: "VERDICT: REVISE\n- it prints [ok] twice") == false)
    }
}
