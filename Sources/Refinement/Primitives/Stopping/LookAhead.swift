extension StoppingCriterion {
    /// What rounding may add to a probability or an entropy that was computed along another way.
    private static let rounding = 1e-9

    /// How many samples can be drawn at once without drawing one more than a test after every sample would:
    /// the smallest t ≥ 1 after which some outcome meets the criterion, at most `remaining`.
    ///
    /// The batching is lossless if for every s < t no outcome of s more samples, of which some may have no answer, meets
    /// the criterion. The proof is that one outcome, tested here for every s, comes closest to meeting it:
    ///
    /// - *Beta, majority*: P(a, b) and a/n grow with the leader's votes a and fall with those of the others. After s
    ///   samples a ≤ v₁ + s, b ≥ v₂ and n − a ≥ Σ_{i≥2} vᵢ, whoever leads. So all s go to the leader.
    /// - *Dirichlet*: Gamma(v + 1) grows stochastically with v, hence P grows with the leader's votes and falls with the
    ///   votes of any other; another answer is one more factor F ≤ 1. If answer j overtakes, its a ≤ vⱼ + s ≤ v₁ + s, and
    ///   the old leader among the others has v₁ ≥ vⱼ. So again all s go to the leader. (An answer that stands alone has
    ///   one with no votes beside it, which a real second takes the place of.)
    /// - *Entropy* also falls when it is divided by the logarithm of more answers. For each number d ≤ s of new answers, H
    ///   is Schur-concave, and giving the leader the other s − d votes majorises every other outcome: its k largest sum
    ///   up to what the k largest have now and all s − d. So the smallest over d is the smallest of all.
    func lookAhead(counts: [Int], threshold: Double, remaining: Int) -> Int {
        guard remaining > 1 else { return max(remaining, 0) }
        guard !counts.isEmpty else {
            // Whatever it is, the first answer will stand alone.
            if isMet(by: [1], threshold: threshold) { return 1 }
            return 1 + lookAhead(counts: [1], threshold: threshold, remaining: remaining - 1)
        }
        return (1..<remaining).first { canBeMet(after: $0, counts, threshold) } ?? remaining
    }

    private func canBeMet(after more: Int, _ counts: [Int], _ threshold: Double) -> Bool {
        let best = [counts[0] + more] + counts.dropFirst()
        switch self {
        case .beta, .majority:
            return isMet(by: best, threshold: threshold)
        case .dirichlet:
            return statistic(of: best) >= threshold - Self.rounding
        case .entropy:
            let entropy = NormalizedEntropy(counts)
            return (0...more).contains { entropy.value(after: more, newcomers: $0) <= threshold + Self.rounding }
        }
    }
}
