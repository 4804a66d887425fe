public import JSON

/// What a call cost, in tokens, as a server reports it.
public struct Usage: Sendable, Hashable {
    /// Tokens of the prompt.
    public var promptTokens: Int
    /// Tokens generated, reasoning included.
    public var completionTokens: Int
    /// How many of the prompt's tokens came from a cache.
    public var cachedTokens: Int
    /// How many of the generated tokens were hidden reasoning.
    public var reasoningTokens: Int

    /// A usage of these figures.
    public init(promptTokens: Int, completionTokens: Int, cachedTokens: Int = 0, reasoningTokens: Int = 0) {
        self.promptTokens = promptTokens
        self.completionTokens = completionTokens
        self.cachedTokens = cachedTokens
        self.reasoningTokens = reasoningTokens
    }

    /// The most tokens that a server can mean; sums of such figures cannot overflow.
    private static let plausible = 0...(1 << 40)

    /// Reads a `usage` member; nil if it gives no figure, or one that no call can have cost.
    public init?(reading usage: JSON?) {
        guard let usage, let prompt = usage["prompt_tokens"]?.int else { return nil }
        self.init(
            promptTokens: prompt,
            completionTokens: usage["completion_tokens"]?.int ?? 0,
            cachedTokens: usage["prompt_tokens_details"]?["cached_tokens"]?.int ?? 0,
            reasoningTokens: usage["completion_tokens_details"]?["reasoning_tokens"]?.int ?? 0)
        let figures = [promptTokens, completionTokens, cachedTokens, reasoningTokens]
        guard figures.allSatisfy(Self.plausible.contains) else { return nil }
    }

    /// The `usage` member of a response.
    public var json: JSON.Object {
        var object = JSON.Object([
            JSON.Member("prompt_tokens", .number(promptTokens)),
            JSON.Member("completion_tokens", .number(completionTokens)),
            JSON.Member("total_tokens", .number(promptTokens + completionTokens)),
        ])
        if cachedTokens > 0 { object["prompt_tokens_details"] = ["cached_tokens": .number(cachedTokens)] }
        if reasoningTokens > 0 { object["completion_tokens_details"] = ["reasoning_tokens": .number(reasoningTokens)] }
        return object
    }
}
