import Evaluation
import Testing

/// Values of Newcombe, *Two-sided confidence intervals for the single proportion* (1998), table I, method 3.
struct WilsonIntervalTests {
    @Test(arguments: [
        (81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0, 0.1611), (1, 29, 0.0061, 0.1718),
    ])
    func isNewcombes(successes: Int, cases: Int, lower: Double, upper: Double) {
        let interval = WilsonInterval(successes: Double(successes), of: cases)
        #expect(abs(interval.lower - lower) < 5e-5)
        #expect(abs(interval.upper - upper) < 5e-5)
    }

    @Test func knowsNothingWithoutACase() {
        #expect(WilsonInterval(successes: 0, of: 0).lower == 0)
        #expect(WilsonInterval(successes: 0, of: 0).upper == 1)
    }

    @Test func endsAtOneIfAllSucceed() {
        #expect(abs(WilsonInterval(successes: 10, of: 10).upper - 1) < 1e-12)
        #expect(abs(WilsonInterval(successes: 10, of: 10).lower - 0.7225) < 5e-5)
    }
}
