/// When the votes of adaptive consistency are clear enough to stop sampling (sampling.md §6).
///
/// Aggarwal et al., *Let's Sample Step by Step: Adaptive-Consistency for Efficient Reasoning and Coding with LLMs*,
/// EMNLP 2023, arXiv 2305.11860. A criterion looks only at the counts of the answers, positive and sorted from most to
/// fewest; without any answer it is never met.
enum StoppingCriterion: String, CaseIterable, Sendable {
    /// The leader beats the second with probability ≥ C under a Beta posterior.
    case beta
    /// The leader is the most probable of the answers seen with probability ≥ C under a Dirichlet posterior.
    case dirichlet
    /// The normalised entropy of the votes is ≤ the threshold, from the second vote on.
    case entropy
    /// The leader's share of the votes is ≥ the threshold, from the second vote on.
    case majority

    /// What rounding adds to an entropy: that of (8, 3, 1) is ¾ exactly, and equality stops.
    private static let entropyRounding = 1e-12

    /// The paper's threshold.
    var defaultThreshold: Double {
        switch self {
        case .beta, .dirichlet: 0.95
        case .entropy: 0.75
        case .majority: 0.8
        }
    }

    /// What is compared with the threshold: a probability, an entropy or a share.
    func statistic(of counts: [Int]) -> Double {
        switch self {
        case .beta: BetaPosterior(counts).probability
        // As in the official code; an answer that stands alone would be certain, and two answers are a Beta.
        case .dirichlet where counts.count < 3: BetaPosterior(counts).probability
        case .dirichlet: DirichletPosterior(counts).probability
        case .entropy: counts.isEmpty ? 1 : NormalizedEntropy(counts).value()
        case .majority: counts.isEmpty ? 0 : Double(counts[0]) / Double(counts.reduce(0, +))
        }
    }

    /// Whether sampling stops at these counts.
    func isMet(by counts: [Int], threshold: Double) -> Bool {
        let votes = counts.reduce(0, +)
        guard votes > 0 else { return false }
        switch self {
        case .beta: return BetaPosterior(counts).isAtLeast(threshold)
        case .dirichlet where counts.count < 3: return BetaPosterior(counts).isAtLeast(threshold)
        case .dirichlet: return statistic(of: counts) >= threshold
        case .entropy: return votes > 1 && statistic(of: counts) <= threshold + Self.entropyRounding
        case .majority: return votes > 1 && statistic(of: counts) >= threshold
        }
    }
}
