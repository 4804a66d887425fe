import Evaluation
import Testing

struct PairedDifferenceTests {
    /// Won 12, lost 5 of 100: by the formula of Agresti and Min, 7 / 102 ± 1.96 √((18/102 − (7/102)²) / 102).
    @Test func isAgrestisAndMins() {
        let difference = PairedDifference(
            Array(repeating: 1, count: 12) + Array(repeating: -1, count: 5) + Array(repeating: 0, count: 83))
        #expect(abs(difference.mean - 0.07) < 1e-12)
        #expect(abs(difference.lower + 0.01180) < 5e-5)
        #expect(abs(difference.upper - 0.14906) < 5e-5)
    }

    @Test func isNotSureOfAFewEqualAnswers() {
        let difference = PairedDifference([0, 0, 0])
        #expect(difference.mean == 0)
        #expect(difference.lower < -0.3 && difference.upper > 0.3)
    }
}
