import JSON

/// What is to be refined: a conversation, how to sample it, and how an answer to it is recognised.
public struct Question: Sendable {
    /// What the model is to answer.
    public var conversation: Conversation
    /// How the client wants it sampled.
    public var sampling: SamplingOptions
    /// Finds the answer in a sample's text.
    public var extractor: AnswerExtractor

    /// What the client sees of log-probabilities: what the server gives, or no more than it would have seen if the method
    /// had not asked for them.
    private enum ShownLogprobs {
        case all
        case top(Int)
        case none
    }

    private var shownLogprobs = ShownLogprobs.all
    /// How many log-probabilities are asked for at each token, if a method does that.
    private(set) var listing: Listing?

    /// How many of the most likely tokens a model server is asked to list.
    struct Listing: Sendable, Hashable {
        /// How many it lists at most.
        var top: Int
        /// Whether the server lists no more however many are wanted: then these may be all there are.
        var isLimit = false
    }

    /// A question of these parts.
    public init(conversation: Conversation, sampling: SamplingOptions, extractor: AnswerExtractor) {
        self.conversation = conversation
        self.sampling = sampling
        self.extractor = extractor
    }

    /// How many log-probabilities are wanted if a method wants `top` and the client perhaps more.
    func wanted(top: Int) -> Int { max(top, sampling["top_logprobs"]?.int ?? 0) }

    /// The same question, sampled with log-probabilities.
    func asking(for listing: Listing) -> Question {
        var question = self
        let wanted = sampling["top_logprobs"]?.int ?? 0
        question.shownLogprobs = sampling["logprobs"]?.bool == true ? .top(wanted) : .none
        question.listing = listing
        question.sampling["logprobs"] = true
        question.sampling["top_logprobs"] = .number(listing.top)
        return question
    }

    /// A completion of this question, as the client is to see it.
    func shown(_ completion: Completion) -> Completion {
        switch shownLogprobs {
        case .all: completion
        case .top(let most): completion.listingTopLogprobs(most)
        case .none: completion.withoutLogprobs()
        }
    }
}
