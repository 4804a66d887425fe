import JSON

/// What is to be refined: a conversation, how to sample it, and how an answer to it is recognised.
public struct Question: Sendable {
    /// What the model is to answer.
    public var conversation: Conversation
    /// How the client wants it sampled.
    public var sampling: SamplingOptions
    /// Finds the answer in a sample's text.
    public var extractor: AnswerExtractor

    /// Whether the client gets log-probabilities only because the method asked for them, which it does not want.
    private(set) var hidesLogprobs = false

    /// A question of these parts.
    public init(conversation: Conversation, sampling: SamplingOptions, extractor: AnswerExtractor) {
        self.conversation = conversation
        self.sampling = sampling
        self.extractor = extractor
    }

    /// The same question, sampled with the log-probabilities of so many tokens at each place.
    func asking(logprobs top: Int) -> Question {
        var question = self
        question.hidesLogprobs = sampling["logprobs"]?.bool != true
        question.sampling["logprobs"] = true
        question.sampling["top_logprobs"] = .number(max(top, sampling["top_logprobs"]?.int ?? 0))
        return question
    }
}
