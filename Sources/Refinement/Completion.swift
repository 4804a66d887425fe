public import JSON

/// What a model answered, with every member it came with.
public struct Completion: Sendable, Hashable {
    /// The message, tool calls and reasoning included.
    public var message: JSON.Object
    /// Why generation ended, in the server's word.
    public var finishReason: String?
    /// The log-probabilities as the server wrote them, if they were asked for and given.
    public var logprobs: JSON?
    /// The distribution at each generated token, if log-probabilities were given.
    public var tokens: [TokenDistribution]?
    /// What the server calls the model that answered, which may be a more exact name than the one that was asked for.
    public var model: String?
    /// The server's name for what generated the answer, if it gives one.
    public var systemFingerprint: String?
    /// The class of service that the answer was made in, if the server tells it.
    public var serviceTier: String?

    /// A completion of these parts.
    public init(
        message: JSON.Object, finishReason: String?, logprobs: JSON? = nil, tokens: [TokenDistribution]? = nil
    ) {
        self.message = message
        self.finishReason = finishReason
        self.logprobs = logprobs
        self.tokens = tokens
    }

    /// The message's text.
    public var text: String { Message(message).text }

    /// Whether the model was cut off before it had ended.
    public var isTruncated: Bool { finishReason == "length" }
}
