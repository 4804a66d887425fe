/// Picks the next token from the scores of all tokens.
struct Sampler: Sendable {
    private let temperature: Float
    private let topP: Float
    private var random: SplitMix64

    /// Temperature 0 always picks the best token; `topP` keeps the fewest best tokens that together reach it.
    init(temperature: Float, topP: Float, seed: UInt64) {
        self.temperature = temperature
        self.topP = topP
        self.random = SplitMix64(seed: seed)
    }

    /// Picks a token; takes one random number, or none at temperature 0.
    mutating func pick(_ logits: [Float]) -> Int {
        var best = 0
        for token in logits.indices where logits[token] > logits[best] {
            best = token
        }
        guard temperature > 0 else { return best }
        let weights = logits.map { ($0 - logits[best]) / temperature }.exponentials()
        var order = Array(weights.indices)
        if topP < 1 {
            order = nucleus(of: weights)
        }
        let total = order.reduce(0) { $0 + weights[$1] }
        var target = random.unit() * total
        for token in order {
            target -= weights[token]
            if target < 0 { return token }
        }
        // Rounding may leave a last grain of the sum over; it belongs to a token that can be picked at all.
        return order.last { weights[$0] > 0 } ?? best
    }

    /// The fewest most likely tokens that together have `topP` of the weight, and always one.
    private func nucleus(of weights: [Float]) -> [Int] {
        let sorted = weights.indices.sorted { (weights[$0], $1) > (weights[$1], $0) }
        let target = topP * weights.reduce(0, +)
        var sum: Float = 0
        var kept = 0
        while kept < sorted.count, kept == 0 || sum < target {
            sum += weights[sorted[kept]]
            kept += 1
        }
        return Array(sorted[..<kept])
    }
}
