public import JSON

/// What a model answered, with every member it came with.
public struct Completion: Sendable, Hashable {
    /// The message, tool calls and reasoning included.
    public var message: JSON.Object
    /// Why generation ended, in the server's word.
    public var finishReason: String?
    private var unreadLogprobs: UnreadJSON?
    /// How many of the most likely tokens are shown at each place.
    private var mostListed: Int?
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
        self.init(
            message: message, finishReason: finishReason, unreadLogprobs: logprobs.map(UnreadJSON.init), tokens: tokens)
    }

    /// A completion whose log-probabilities nobody has read as a tree.
    public init(
        message: JSON.Object, finishReason: String?, unreadLogprobs: UnreadJSON?, tokens: [TokenDistribution]? = nil
    ) {
        self.message = message
        self.finishReason = finishReason
        self.unreadLogprobs = unreadLogprobs
        self.tokens = tokens
    }

    /// Whether log-probabilities were asked for and given.
    public var hasLogprobs: Bool { unreadLogprobs != nil }

    /// The log-probabilities as the server wrote them, if they were asked for and given. Most are never looked at, so
    /// this reads them.
    public var logprobs: JSON? {
        guard let logprobs = unreadLogprobs?.value else { return nil }
        return mostListed.map(logprobs.listingTopLogprobs) ?? logprobs
    }

    /// The same completion without its log-probabilities.
    func withoutLogprobs() -> Completion {
        var completion = self
        completion.unreadLogprobs = nil
        return completion
    }

    /// The same completion with at most so many of the most likely tokens listed at each place.
    func listingTopLogprobs(_ most: Int) -> Completion {
        var completion = self
        completion.mostListed = min(mostListed ?? most, most)
        return completion
    }

    /// The message's text.
    public var text: String { Message(message).text }

    /// Whether the model was cut off before it had ended.
    public var isTruncated: Bool { finishReason == "length" }
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
