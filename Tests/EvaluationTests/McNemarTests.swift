import Evaluation
import Testing

struct McNemarTests {
    /// 2 · P(X ≤ k) of a fair coin, by hand: 2 · (1 + 10 + 45) / 1024, 2 / 32, capped at 1.
    @Test(arguments: [(8, 2, 112.0 / 1024), (2, 8, 112.0 / 1024), (5, 0, 0.0625), (3, 3, 1.0), (0, 0, 1.0)])
    func isTheExactTwoSidedSignTest(won: Int, lost: Int, p: Double) {
        #expect(abs(McNemar.p(won: won, lost: lost) - p) < 1e-12)
    }

    @Test func standsLargeCounts() {
        #expect(McNemar.p(won: 10_000, lost: 0) == 0)
        #expect(McNemar.p(won: 5_000, lost: 5_000) == 1)
    }
}
