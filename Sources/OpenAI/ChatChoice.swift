public import JSON

/// One finished choice of a chat completion, with everything the server said of it.
public struct ChatChoice: Sendable, Hashable {
    /// Its place among the choices of one call.
    public var index: Int
    /// The message, with every member it came with.
    public var message: JSON.Object
    /// Why generation ended: `stop`, `length`, `tool_calls`, …
    public var finishReason: String?
    /// The log-probabilities as the server wrote them, if they were asked for and given.
    public var logprobs: UnreadJSON?

    /// A choice of these parts.
    public init(index: Int, message: JSON.Object, finishReason: String?, logprobs: UnreadJSON? = nil) {
        self.index = index
        self.message = message
        self.finishReason = finishReason
        self.logprobs = logprobs
    }

    /// Reads one element of a plain reply's `choices`; nil if it holds no message.
    public init?(reading choice: JSON, at place: Int) {
        guard let message = choice["message"]?.object else { return nil }
        let logprobs = choice["logprobs"]
        self.init(
            index: choice["index"]?.int ?? place, message: message, finishReason: choice["finish_reason"]?.string,
            logprobs: logprobs?.isNull == true ? nil : logprobs.map(UnreadJSON.init))
    }

    /// The choice as a plain reply has it.
    public var json: JSON {
        [
            "index": .number(index), "message": .object(message), "logprobs": logprobs?.value ?? .null,
            "finish_reason": finishReason.map(JSON.string) ?? .null,
        ]
    }
}
