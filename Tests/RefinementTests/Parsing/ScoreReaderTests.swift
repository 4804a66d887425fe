import JSON
import Testing

@testable import Refinement

@Suite struct ScoreReaderTests {
    let points = ScoreReader(range: 0...10, clamps: false)

    @Test(arguments: [
        (JSON.number(7), 7.0), (7.5, 7.5), ("7", 7), ("7/10", 7), ("4/5", 8), ("8 out of 10", 8), ("**9**", 9),
        ("0", 0),
        ("score: 3", 3),
    ])
    func readsAMember(value: JSON, score: Double) {
        #expect(points.score(value) == score)
    }

    @Test(arguments: [JSON.null, "good", "", 11, -1, "95", true])
    func refusesWhatIsNoScoreOfTheRange(value: JSON) {
        #expect(points.score(value) == nil)
    }

    @Test func movesAScoreIntoTheRangeWhereThereIsNoOtherTry() {
        let lenient = ScoreReader(range: 0...10, clamps: true)
        #expect(lenient.score(95) == 10 && lenient.score(-3) == 0)
    }

    @Test(arguments: [
        ("Ease of spelling: 3/5\nTotal score: 17/25", "total score", 6.8),
        ("I score it. Score: -4, no, score 8", "score", 8),
        ("score 5/10\nscore 6 out of 10", "score", 6),
    ])
    func readsTheLastScoreOfAText(text: String, label: String, score: Double) {
        #expect(points.score(in: text, label: label) == score)
    }

    @Test func readsNoScoreWhereTheLabelIsMissing() {
        #expect(points.score(in: "7 apples", label: "score") == nil)
    }
}
