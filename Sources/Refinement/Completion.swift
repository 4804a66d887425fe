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
    /// The model that answered, as the server calls it; perhaps another one than was asked for.
    public var model: String?
    /// What the server says of the configuration that answered.
    public var systemFingerprint: String?
    /// When the answer was made, in seconds since 1970, as the server says.
    public var created: Int?

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
