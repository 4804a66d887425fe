import Testing

@testable import Refinement

@Suite struct DifficultyRankingPromptTests {
    let prompt = DifficultyRankingPrompt()

    @Test func labelsTheQuestions() {
        let text = prompt.conversation(["What is 1 + 1?", "Why?"]).question
        #expect(text.contains("Q1:\nWhat is 1 + 1?\n\nQ2:\nWhy?"))
        #expect(text.contains("2 questions, labelled Q1 to Q2"))
    }

    @Test(arguments: [
        "Q2, Q3, Q1", "q2,q3,q1", "Ranking: [Q2, Q3, Q1]", "Q2\nQ3\nQ1", "**Q2** < **Q3** < **Q1**.",
        "<think>Q1 looks hard, Q9 too.</think>Q2, Q3, Q1", "Q1 is hard and Q1 is long.\n\nRanking: Q2, Q3, Q1",
    ])
    func readsTheOrder(reply: String) {
        #expect(prompt.order(in: reply, among: 3) == [1, 2, 0])
    }

    @Test(arguments: [
        "", "Q1, Q2", "Q1, Q2, Q2", "Q1, Q2, Q4", "Q0, Q1, Q2", "Q1, Q2, Q3, Q4", "1, 2, 3", "I cannot say.",
        "<think>Q1, Q2, Q3", "Q1, Q2, Q99999999999999999999", "FAQ1, FAQ2, FAQ3",
    ])
    func discardsWhatIsNoOrderOfAllOfThem(reply: String) {
        #expect(prompt.order(in: reply, among: 3) == nil)
    }
}
