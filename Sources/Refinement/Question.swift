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
        var completion = completion
        switch shownLogprobs {
        case .all: break
        case .top(let most): completion.logprobs = completion.logprobs?.listingTopLogprobs(most)
        case .none: completion.logprobs = nil
        }
        return completion
    }
}

extension JSON {
    /// A choice's log-probabilities with at most so many of the most likely tokens listed at each place, in the shape of
    /// chats or in the older one of parallel arrays.
    fileprivate func listingTopLogprobs(_ most: Int) -> JSON {
        guard var logprobs = object else { return self }
        for member in logprobs.members {
            guard let places = member.value.array else { continue }
            logprobs[member.name] = .array(
                places.map { place in
                    guard var entry = place.object else { return place }
                    if member.name == "top_logprobs" { entry = Object(Array(entry.members.prefix(most))) }
                    if let list = entry["top_logprobs"]?.array {
                        entry["top_logprobs"] = .array(Array(list.prefix(most)))
                    }
                    return .object(entry)
                })
        }
        return .object(logprobs)
    }
}
