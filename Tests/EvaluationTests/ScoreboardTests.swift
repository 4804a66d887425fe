import Evaluation
import Refinement
import Testing

struct ScoreboardTests {
    static func trial(_ id: String, rotation: Int = 0, _ credits: [Double], error: String? = nil) -> TrialResult {
        TrialResult(
            key: TrialKey(id: id, hash: "", rotation: rotation), gold: "g",
            results: credits.map {
                MethodResult(
                    answer: nil, isCorrect: $0 == 1, credit: $0, samples: 4, calls: 5,
                    usage: .init(prompt: 10, completion: 30), milliseconds: error == nil ? 8 : nil, error: error)
            })
    }

    static func board(_ trials: [TrialResult], _ labels: [String] = ["a", "b"]) -> Scoreboard {
        var board = Scoreboard(labels: labels)
        for trial in trials { board.add(trial) }
        return board
    }

    @Test func sumsUpEachMethod() {
        let board = Self.board([Self.trial("1", [1, 1]), Self.trial("2", [0, 1]), Self.trial("3", [1, 0.5])])
        let (first, second) = (board.summaries[0], board.summaries[1])
        #expect(first.correct == 2 && second.correct == 2.5)
        #expect(first.samples == 12 && first.callsPerTrial == 5 && first.tokensPerTrial == 40)
        #expect(first.millisecondsPerTrial == 8)
        #expect(first.difference == nil && first.p == nil)
        #expect(second.difference?.mean == 0.5 / 3)
        #expect(second.p == 1)
    }

    @Test func countsAFailureAsWrongAndKeepsTheReason() {
        let board = Self.board([Self.trial("1", [1, 1]), Self.trial("2", [0, 0], error: "gone")])
        #expect(board.summaries[0].failures == 1)
        #expect(board.summaries[0].accuracy == 0.5)
        #expect(board.summaries[0].firstError == "gone")
    }

    /// Repetitions of a question say little more than the question once: the interval does not shrink.
    @Test func takesItsIntervalsFromTheQuestionsNotTheirRotations() {
        let once = Self.board([Self.trial("1", [1, 0]), Self.trial("2", [0, 0])])
        let often = Self.board(
            (0..<10).flatMap {
                [Self.trial("1", rotation: $0, [1, 0]), Self.trial("2", rotation: $0, [0, 0])]
            })
        #expect(often.trials == 20 && often.questions == 2)
        #expect(often.summaries[0].interval == once.summaries[0].interval)
        #expect(often.summaries[1].difference == once.summaries[1].difference)
        #expect(often.summaries[1].p == nil)
    }
}
