import Glibc

/// What the measures of confidence make of one token (sampling.md §9); a larger number is always more confidence.
extension TokenDistribution {
    /// The least tail mass taken at its word: single precision at the server leaves about 10⁻⁷ of noise in it.
    static let leastTail = 1e-6

    /// KL(U ‖ p) = −log V − (1/V) Σ log p over a list that is the whole vocabulary, V = `count`.
    var selfCertainty: Double {
        count == 0 ? 0 : -log(Double(count)) - logSum / Double(count)
    }

    /// The tight lower bound of KL(U ‖ p) if only the K most probable of V tokens are known:
    /// −log V − (1/V)[Σ_K ℓ + m·log(τ/m)] for the m = V − k others with the mass τ together (Jensen's inequality).
    ///
    /// Equal to `selfCertainty` if K is everything.
    func selfCertaintyBound(vocabulary: Int) -> Double {
        let others = Double(vocabulary - count)
        guard others > 0, count > 0 else { return selfCertainty }
        let v = Double(vocabulary)
        // No token outside is more probable than ℓₖ. In logarithms, because exp ℓₖ may underflow.
        let logTail = min(log(max(tail, Self.leastTail)), log(others) + smallest)
        return -log(v) - (logSum + others * (logTail - log(others))) / v
    }

    /// Σ p log p, with the tail mass spread evenly over the V − k tokens that are not listed.
    func negativeEntropy(vocabulary: Int) -> Double {
        let others = Double(vocabulary - count)
        guard others > 0, tail > 0 else { return negativeEntropy }
        return negativeEntropy + tail * log(tail / others)
    }

    /// Σ p², with the tail mass spread evenly over the V − k tokens that are not listed.
    func gini(vocabulary: Int) -> Double {
        let others = Double(vocabulary - count)
        guard others > 0, tail > 0 else { return squares }
        return squares + tail * tail / others
    }

    /// DeepConf's token confidence, C = −(1/k) Σ_K ℓ: the others are the less probable, the surer the first is.
    ///
    /// Only comparable between lists of the same length, and misleading for fewer than 20 (§9.3).
    var tokenConfidence: Double {
        count == 0 ? 0 : -logSum / Double(count)
    }
}
