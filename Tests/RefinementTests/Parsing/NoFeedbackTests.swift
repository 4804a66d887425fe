import Testing

@testable import Refinement

@Suite struct NoFeedbackTests {
    @Test(arguments: [
        "", " \n", "-", "NONE", "None.", "**None**", "n/a", "No issues", "No issues found.", "no changes needed",
        "There are no problems with this answer.", "I see no errors.", "Nothing to improve.", "No.",
        "No further changes required. It reads well.",
    ])
    func hearsThatThereIsNothingToSay(text: String) {
        #expect(NoFeedback.isAll(of: text))
    }

    @Test(arguments: [
        "None of the steps is right.", "No issues with the grammar, but the sum is wrong.",
        "No problems found. However, the title is missing.", "Nothing works.", "No unit is given.", "0",
        "The sum is wrong.",
        "It is not correct.", "No, the answer is wrong: 3 + 4 is 7.", "No. The sum is wrong.",
        "No.\nVERDICT: REVISE\n- the sum is wrong", "There is no answer.", "No, this is wrong",
    ])
    func hearsThatThereIsSomething(text: String) {
        #expect(!NoFeedback.isAll(of: text))
    }
}
