import Evaluation
import Testing

struct EvaluationProgressTests {
    @Test func tellsHowFarItIsHowMethodsStandAndWhatIsLeft() {
        let board = ScoreboardTests.board([ScoreboardTests.trial("1", [1, 0]), ScoreboardTests.trial("2", [1, 1])])
        let line = EvaluationProgress(total: 200).line(board, method: "b", elapsed: .seconds(2))
        #expect(line == "question 2 of 200 · b · a 100.0 %, b 50.0 % · 3 min 18 s left")
    }

    @Test func reckonsOnlyWithWhatThisRunHasDone() {
        let board = ScoreboardTests.board([ScoreboardTests.trial("1", [1]), ScoreboardTests.trial("2", [1])], ["a"])
        let line = EvaluationProgress(total: 4, earlier: 1).line(board, method: nil, elapsed: .seconds(5))
        #expect(line == "question 2 of 4 · a 100.0 % · 10 s left")
    }

    @Test func knowsNothingBeforeTheFirstAnswer() {
        let line = EvaluationProgress(total: 4).line(Scoreboard(labels: ["a"]), method: "a", elapsed: .seconds(5))
        #expect(line == "question 0 of 4 · a")
    }
}
