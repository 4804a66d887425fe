import Testing

@testable import Refinement

@Suite struct SelfAgreementPromptTests {
    func read(_ reply: String, isTruncated: Bool = false, among count: Int = 3) -> SelfAgreementPrompt.Reading {
        SelfAgreementPrompt().reading(of: reply, isTruncated: isTruncated, among: count)
    }

    @Test func readsBothSections() {
        let reading = read(
            """
            ### Extract the Final Answer
            1: 3
            2: 7
            3: no answer

            ### The majority voted answer is: 7
            """)
        #expect(reading == .init(statement: "7", listed: [0: "3", 1: "7", 2: "no answer"]))
    }

    @Test(arguments: [
        "1: 3.5 m", "1. 3.5 m", "(1) 3.5 m", "- Solution 1: 3.5 m", "**Solution 1:** 3.5 m", "* **1.** 3.5 m",
        "Solution (1): 3.5 m",
    ])
    func readsTheSpellingsOfAListedAnswer(line: String) {
        #expect(read("### Extract the Final Answer\n\(line)").listed == [0: "3.5 m"])
    }

    @Test(arguments: ["(3, 4)", ".5", "f(x).", "[1]"])
    func keepsTheAnswerAsItIs(answer: String) {
        #expect(read("1: \(answer)\n2. \(answer)\n(3) \(answer)").listed == [0: answer, 1: answer, 2: answer])
    }

    @Test(arguments: ["0: 3", "1.5", "4: 3", "3", "3 apples", "one: 3", "1:", "12345678901234567890: 3"])
    func listsNothingThatIsNotThere(line: String) {
        #expect(read("### Extract the Final Answer\n\(line)").listed.isEmpty)
    }

    @Test(arguments: [
        ("The majority voted answer is **7**", "7"),
        ("**The Majority Voted Answer is:** 7\n", "7"),
        ("### The majority voted answer is:\n\n7", "7"),
        ("The majority voted answer is: 3\nNo: the majority voted answer is: 7", "7"),
        ("<think>the majority voted answer is: 3</think>The majority voted answer is: 7", "7"),
    ])
    func readsTheLastStatement(reply: String, answer: String) {
        #expect(read(reply).statement == answer)
    }

    @Test func takesTheFirstOfTwoAnswersListedForOnePath() {
        #expect(read("1: 3\n1: 4").listed == [0: "3"])
    }

    @Test func doesNotReadTheLineAtWhichTheJudgeWasCutOff() {
        #expect(read("1: 3\n2: 71", isTruncated: true) == .init(listed: [0: "3"]))
        #expect(read("1: 3\nThe majority voted answer is: 1", isTruncated: true).statement == nil)
        #expect(read("<think>1: 3\n", isTruncated: true) == .init())
    }
}
