/// What calls cost, in tokens.
public struct TokenUsage: Sendable, Hashable {
    /// Tokens of the prompts.
    public var prompt: Int
    /// Tokens generated, reasoning included.
    public var completion: Int
    /// How many of the prompt tokens came from a cache.
    public var cached: Int
    /// How many of the generated tokens were hidden reasoning.
    public var reasoning: Int
    /// How many of all these tokens are our own count, because the call ended before the server gave its figure.
    public var estimated: Int

    /// A usage of these figures.
    public init(prompt: Int = 0, completion: Int = 0, cached: Int = 0, reasoning: Int = 0, estimated: Int = 0) {
        self.prompt = prompt
        self.completion = completion
        self.cached = cached
        self.reasoning = reasoning
        self.estimated = estimated
    }

    /// All tokens.
    public var total: Int { prompt + completion }

    /// The sum, figure by figure.
    public static func + (left: TokenUsage, right: TokenUsage) -> TokenUsage {
        TokenUsage(
            prompt: left.prompt + right.prompt, completion: left.completion + right.completion,
            cached: left.cached + right.cached, reasoning: left.reasoning + right.reasoning,
            estimated: left.estimated + right.estimated)
    }

    /// Adds figure by figure.
    public static func += (left: inout TokenUsage, right: TokenUsage) { left = left + right }
}
