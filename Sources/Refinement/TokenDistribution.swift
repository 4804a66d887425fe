import Glibc

/// What a model's distribution at one generated token says, summed up over the tokens K that the server listed, so that
/// every measure of confidence follows from it without keeping the list (sampling.md §17.4).
///
/// All logarithms are natural.
public struct TokenDistribution: Sendable, Hashable {
    /// The log-probability of the token that was sampled, log p(yᵢ).
    public let sampled: Double
    /// How many tokens are in K: the most probable ones, each once.
    public let count: Int
    /// The largest log-probability in K, ℓ₁.
    public let largest: Double
    /// The smallest log-probability in K, ℓₖ, which bounds that of every token outside.
    public let smallest: Double
    /// Σ ℓ over K.
    public let logSum: Double
    /// Σ exp ℓ over K: how much of the distribution K covers.
    public let mass: Double
    /// 1 − Σ exp ℓ, computed without cancellation where the first token has nearly everything.
    public let tail: Double
    /// Σ p log p over K.
    public let negativeEntropy: Double
    /// Σ p² over K.
    public let squares: Double

    /// Below this a server's log-probability stands for zero (vLLM's −9999, llama.cpp's −3.4·10³⁸).
    public static let impossible = -9_000.0

    /// Sums up a list.
    ///
    /// - Parameters:
    ///   - sampled: log p of the token that was sampled.
    ///   - listed: log p of distinct tokens, in any order.
    ///   - limit: how many of them count at most; those beyond, such as a sampled token that was only appended to the
    ///     list, say nothing about the tail.
    public init(sampled: Double, listed: [Double], limit: Int = .max) {
        let ranked = Self.ranked(listed).prefix(limit)
        self.sampled = sampled
        count = ranked.count
        largest = ranked.first ?? sampled
        smallest = ranked.last ?? sampled
        var logSum = 0.0
        var mass = 0.0
        var rest = 0.0
        var negativeEntropy = 0.0
        var squares = 0.0
        for (rank, logprob) in ranked.enumerated() {
            let probability = exp(logprob)
            logSum += logprob
            mass += probability
            if rank > 0 { rest += probability }
            negativeEntropy += probability * logprob
            squares += probability * probability
        }
        self.logSum = logSum
        self.mass = mass
        tail = ranked.isEmpty ? 1 : -expm1(largest) - rest
        self.negativeEntropy = negativeEntropy
        self.squares = squares
    }

    /// The possible ones from most to least; servers send them so.
    private static func ranked(_ listed: [Double]) -> [Double] {
        var last = Double.infinity
        for logprob in listed {
            guard logprob > impossible, logprob <= last else {
                return listed.filter { $0 > impossible }.sorted(by: >)
            }
            last = logprob
        }
        return listed
    }
}
