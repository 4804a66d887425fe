import Glibc

/// Borda voting: a sample's vote weighs the more, the higher the confidence in it ranks (sampling.md §9.2).
///
/// Kang, Zhao, Song, *Scalable Best-of-N Selection for Large Language Models via Self-Certainty*, NeurIPS 2025,
/// arXiv 2502.18581.
enum BordaWeights {
    /// (N − r + 1)ᵖ for each sample, r being its rank by descending score; equal scores keep their order.
    ///
    /// Every sample uses a rank, whether or not it has an answer to vote for. One without a score ranks behind all that
    /// have one: its vote still counts, for confidence that is not known must not outweigh confidence that is. With
    /// p = 0 this is the plain vote, and with p → ∞ the choice of the best.
    static func weights(of scores: [Double?], exponent p: Double) -> [Double] {
        let keys = scores.map { score in score.flatMap { $0.isNaN ? nil : $0 } }
        let ranked = keys.indices.sorted { left, right in
            switch (keys[left], keys[right]) {
            case (let a?, let b?) where a != b: a > b
            case (_?, nil): true
            case (nil, _?): false
            default: left < right
            }
        }
        var weights = [Double](repeating: 0, count: scores.count)
        for (place, sample) in ranked.enumerated() { weights[sample] = pow(Double(scores.count - place), p) }
        return weights
    }

    /// The paper's rule for p: 0.3 up to 16 samples, 1.2 from 32 on; in between, where it is silent, a straight line.
    static func exponent(for samples: Int) -> Double {
        0.3 + 0.9 * Double(min(max(samples, 16), 32) - 16) / 16
    }
}
