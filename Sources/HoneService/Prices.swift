import Refinement

/// What a model's tokens cost, in US dollars for a million of them.
public struct Prices: Sendable, Hashable {
    /// Tokens of prompts.
    public var inputPerMillion: Double
    /// Tokens of prompts that came from a cache; nil if they cost what others do.
    public var cachedInputPerMillion: Double?
    /// Tokens generated, reasoning included.
    public var outputPerMillion: Double

    /// These prices.
    public init(inputPerMillion: Double, cachedInputPerMillion: Double? = nil, outputPerMillion: Double) {
        self.inputPerMillion = inputPerMillion
        self.cachedInputPerMillion = cachedInputPerMillion
        self.outputPerMillion = outputPerMillion
    }

    /// What so many tokens cost, in millionths of a dollar.
    func microdollars(for usage: TokenUsage) -> Double {
        let cached = min(usage.cached, usage.prompt)
        return Double(usage.prompt - cached) * inputPerMillion
            + Double(cached) * (cachedInputPerMillion ?? inputPerMillion)
            + Double(usage.completion) * outputPerMillion
    }
}
