import Glibc

/// McNemar's exact test: whether two methods that answered the same questions differ by more than chance.
///
/// Only the questions count that one of them got right and the other wrong; if there is no difference, each of these
/// is a fair coin.
public enum McNemar {
    /// The two-sided p, min(1, 2 P(X ≤ min(b, c))) with X binomial of b + c and ½.
    ///
    /// - Parameters:
    ///   - won: questions that only the second method got right.
    ///   - lost: questions that only the first method got right.
    public static func p(won: Int, lost: Int) -> Double {
        let n = won + lost
        guard n > 0 else { return 1 }
        let tail = (0...min(won, lost)).reduce(0) { $0 + exp(logChoose(n, $1) - Double(n) * M_LN2) }
        return min(1, 2 * tail)
    }

    private static func logChoose(_ n: Int, _ k: Int) -> Double {
        lgamma(Double(n + 1)) - lgamma(Double(k + 1)) - lgamma(Double(n - k + 1))
    }
}
