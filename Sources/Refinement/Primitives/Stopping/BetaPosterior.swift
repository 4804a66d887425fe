import Glibc

/// How sure it is that the leading answer beats the second, by their votes v₁ ≥ v₂ (sampling.md §6).
///
/// Under a uniform prior the leader's share of the two is Beta(v₁ + 1, v₂ + 1), and P(share > ½) = I_½(v₂ + 1, v₁ + 1)
/// = 2⁻ⁿ Σ_{j=0}^{v₁} C(n, j) with n = v₁ + v₂ + 1: a binomial sum, so that nothing has to be integrated.
struct BetaPosterior {
    private let leader: Int
    private let runnerUp: Int
    private var trials: Int { leader + runnerUp + 1 }

    init(leader: Int, runnerUp: Int) {
        self.leader = leader
        self.runnerUp = runnerUp
    }

    /// The posterior of counts sorted from most to fewest.
    init(_ counts: [Int]) {
        self.init(leader: counts.first ?? 0, runnerUp: counts.count > 1 ? counts[1] : 0)
    }

    /// P, exact up to 40 votes, and within 10⁻¹³ up to a thousand.
    var probability: Double {
        var term = 1.0
        var sum = 1.0
        for j in 0..<runnerUp {
            term = term * Double(trials - j) / Double(j + 1)
            sum += term
        }
        return 1 - scalbn(sum, Int32(-trials))
    }

    /// Whether P ≥ `threshold`, decided in integers: equality counts, and no rounding may make or break it.
    ///
    /// With the threshold C = m·2ᵉ this is Σ C(n, j) ≥ m·2ⁿ⁺ᵉ.
    func isAtLeast(_ threshold: Double) -> Bool {
        guard threshold.isNormal, threshold > 0 else { return threshold <= 0 }
        var term = Natural(1)
        var sum = term
        for j in 0..<leader {
            term.multiply(by: UInt32(trials - j))
            _ = term.divide(by: UInt32(j + 1))
            sum = sum + term
        }
        let significand = Natural(bits: threshold.significandBitPattern | 1 << 52)
        let exponent = trials + Int(threshold.exponent) - Double.significandBitCount
        return exponent >= 0
            ? sum >= significand.timesTwo(toThe: exponent) : sum.timesTwo(toThe: -exponent) >= significand
    }
}

extension Natural {
    fileprivate init(bits value: UInt64) {
        self = Natural(UInt32(value >> 32)).timesTwo(toThe: 32) + Natural(UInt32(truncatingIfNeeded: value))
    }

    fileprivate func timesTwo(toThe exponent: Int) -> Natural {
        var result = self
        for _ in 0..<exponent / 31 { result.multiply(by: 1 << 31) }
        result.multiply(by: 1 << UInt32(exponent % 31))
        return result
    }
}
