import Glibc

/// Votes weighted by probabilities so small that only their logarithms are numbers (sampling.md §1).
enum LogWeights {
    /// exp(ℓ − max ℓ) for each logarithm of a weight: the weights up to one common factor, which no vote depends on.
    ///
    /// The largest becomes 1 and what is then too small to be a number becomes 0, which is what it adds to a sum with 1
    /// in it; so the winner of the sums is that of the log-sum-exps. A sample without a weight has 0. If no weight is
    /// above zero, none is larger than another and each is 1.
    static func relative(_ logarithms: [Double?]) -> [Double] {
        let largest = logarithms.lazy.compactMap(\.self).max() ?? -.infinity
        return logarithms.map { logarithm in
            guard let logarithm else { return 0 }
            return largest == -.infinity ? 1 : exp(logarithm - largest)
        }
    }
}
