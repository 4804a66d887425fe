import Evaluation
import JSON
import Testing

struct ComparisonTableTests {
    @Test func isAMarkdownTable() {
        let board = ScoreboardTests.board(
            (0..<40).map { ScoreboardTests.trial("\($0)", [$0 < 20 ? 1 : 0, $0 < 26 ? 1 : 0]) }, ["single", "sc"])
        let lines = ComparisonTable(board).lines
        #expect(Set(lines.prefix(4).map(\.count)).count == 1)
        let cells = lines.prefix(4).map { line in
            line.split(separator: "|").map { cell in cell.split(separator: " ").joined(separator: " ") }
        }
        #expect(
            cells[0] == [
                "method", "accuracy (95 % interval)", "against single", "samples", "calls", "tokens", "time",
                "correct / samples", "failed",
            ])
        #expect(cells[1].allSatisfy { $0.allSatisfy { "-:".contains($0) } })
        #expect(cells[2] == ["single", "50.00 % (35.20 to 64.80)", "", "4.00", "5.00", "40", "8 ms", "20 / 160", "0"])
        #expect(
            cells[3] == [
                "sc", "65.00 % (49.51 to 77.87)", "+15.00 (2.72 to 25.85), p 0.031", "4.00", "5.00", "40", "8 ms",
                "26 / 160", "0",
            ])
        #expect(lines[4...] == ["", "40 questions. Samples, calls, tokens and time are means over them."])
    }

    @Test func leavesOutWhatMeansNothing() {
        let result = MethodResult(answer: "a", isCorrect: true, samples: 1, calls: 1)
        let board = ScoreboardTests.board(
            [TrialResult(key: TrialKey(id: "1", hash: ""), gold: "a", results: [result])], ["single"])
        let head = ComparisonTable(board).lines[0]
        #expect(!head.contains("tokens") && !head.contains("time") && !head.contains("against"))
        #expect(ComparisonTable(board).json["methods"]?[0]?["difference"] == nil)
    }

    @Test func tellsFailures() {
        let board = ScoreboardTests.board([ScoreboardTests.trial("1", [0], error: "gone")], ["sc"])
        #expect(ComparisonTable(board).lines.last == "sc failed at 1, which count as wrong; at first: gone")
        #expect(ComparisonTable(board).json["methods"]?[0]?["first_error"] == "gone")
    }

    @Test func saysTheSameAsJSON() {
        let board = ScoreboardTests.board([ScoreboardTests.trial("1", [0, 1])])
        let json = ComparisonTable(board).json
        #expect(json["questions"] == 1)
        #expect(json["methods"]?[1]?["method"] == "b")
        #expect(json["methods"]?[1]?["accuracy"] == 1)
        #expect(json["methods"]?[1]?["difference"] == 1)
        #expect(json["methods"]?[1]?["samples"] == 4)
    }
}
