import Testing

@testable import Refinement

@Suite struct VotingTests {
    func answer(_ text: String) -> Answer? { Answer(kind: .text, canonical: text, display: text) }

    func ballot(_ answers: [String?]) -> Ballot {
        answers.reduce(into: Ballot()) { $0.cast($1.flatMap(answer)) }
    }

    @Test(
        arguments: [
            (["a", "b", "b", "a"], "a", 2, 2),
            ([nil, nil, "c"], "c", 1, 0),
            (["a", "b", "b"], "b", 2, 1),
            (["b", "a"], "b", 1, 1),
        ] as [([String?], String, Int, Int)])
    func electsThePluralityAndTheFirstSeenOnATie(answers: [String?], winner: String, votes: Int, second: Int) {
        let ballot = ballot(answers)
        #expect(ballot.leader?.answer.canonical == winner)
        #expect(ballot.leader?.count == votes)
        #expect(ballot.runnerUp?.count ?? 0 == second)
        #expect(ballot.counted == answers.count)
    }

    @Test func nullsNeverWinButUseTheirTurn() {
        let ballot = ballot([nil, nil, nil, "c"])
        #expect(ballot.leader?.answer.canonical == "c")
        #expect(ballot.leader?.firstIndex == 3)
        #expect(ballot.valid == 1 && ballot.counted == 4)
    }

    @Test func hasNoLeaderWithoutAnswers() {
        #expect(ballot([nil]).leader == nil)
        #expect(!ballot([nil]).isCertain(remaining: 0))
    }

    @Test func weighsVotes() {
        var ballot = Ballot()
        ballot.cast(answer("a"), weight: 1)
        ballot.cast(answer("b"), weight: 2.5)
        ballot.cast(answer("a"), weight: 1)
        #expect(ballot.leader?.answer.canonical == "b")
        #expect(ballot.leader?.count == 1)
    }

    @Test(
        arguments: [
            (["a", "a", "a"], 2, true), (["a", "a", "a"], 3, false), (["a", "a", "b"], 0, true),
            (["a", "b"], 0, false), (["a", nil, nil], 0, true), (["a", nil], 1, false),
        ] as [([String?], Int, Bool)])
    func isCertainWhenTheRestCannotCatchUp(answers: [String?], remaining: Int, isCertain: Bool) {
        #expect(ballot(answers).isCertain(remaining: remaining) == isCertain)
    }

    @Test func theCertainLeaderIsTheOneThatAllSamplesWouldHaveElected() {
        // Every sequence of seven samples over two answers and none.
        let letters: [String?] = ["a", "b", nil]
        for number in 0..<2_187 {
            var rest = number
            let answers = (0..<7).map { _ in
                defer { rest /= 3 }
                return letters[rest % 3]
            }
            for drawn in 1...7 where ballot(Array(answers.prefix(drawn))).isCertain(remaining: 7 - drawn) {
                let early = ballot(Array(answers.prefix(drawn))).leader?.answer
                #expect(early == ballot(answers).leader?.answer)
                break
            }
        }
    }
}
