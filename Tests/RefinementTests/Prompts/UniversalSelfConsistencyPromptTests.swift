import Testing

@testable import Refinement

@Suite struct UniversalSelfConsistencyPromptTests {
    let prompt = UniversalSelfConsistencyPrompt(criterion: .consistent)

    @Test(arguments: [
        ("The most consistent response is Response 3.", 3),
        ("the MOST consistent response is response 3", 3),
        ("The most consistent response is **Response 3**, because Response 5 errs.", 3),
        ("The most consistent response is Response [3].", 3),
        ("The most consistent response is: Response #3", 3),
        ("The most consistent response is 3.", 3),
        ("Response 1 is wrong. The most consistent response is Response 3. Response 2 is not.", 3),
        ("The most consistent response is the one that says 12, Response 3, not Response 4.", 3),
        ("<think>Response 8? The most consistent response is Response 8</think>Response 3", 3),
        ("I compared Response 1 with Response 5. I choose Response 3.", 3),
        ("My choice: Response\n3", 3),
        ("The most consistent response is Response 8.", 8),
        ("The most consistent response is Response 9.", nil),
        ("The most consistent response is Response 0. Response 3", nil),
        ("The most consistent response is Response 99999999999999999999.", nil),
        ("Response 3rd", nil),
        ("Responses 3 and 4 agree.", nil),
        ("3", nil),
        ("", nil),
        ("<think>Response 3", nil),
    ])
    func readsTheNumberThatTheJudgeNames(reply: String, number: Int?) {
        #expect(prompt.place(in: reply, isTruncated: false, among: 8) == number.map { $0 - 1 })
    }

    @Test func doesNotReadANumberThatMayLackDigits() {
        let reply = "The most consistent response is Response 1"
        #expect(prompt.place(in: reply, isTruncated: true, among: 16) == nil)
        #expect(prompt.place(in: reply + ".", isTruncated: true, among: 16) == 0)
    }
}
