/// What is to be refined: a conversation, how to sample it, and how an answer to it is recognised.
public struct Question: Sendable {
    /// What the model is to answer.
    public let conversation: Conversation
    /// How the client wants it sampled.
    public let sampling: SamplingOptions
    /// Finds the answer in a sample's text.
    public let extractor: AnswerExtractor

    /// A question of these parts.
    public init(conversation: Conversation, sampling: SamplingOptions, extractor: AnswerExtractor) {
        self.conversation = conversation
        self.sampling = sampling
        self.extractor = extractor
    }
}
