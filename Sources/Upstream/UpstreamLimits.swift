/// How much Hone takes from a model server at once.
enum UpstreamLimits {
    /// Bytes of an error answer that are read for its message.
    static let maxErrorBytes = 64 * 1024
    /// Bytes of an answer, log-probabilities and the wrapping of every chunk included.
    static let maxReplyBytes = 128 * 1024 * 1024
    /// Bytes of a plain reply without log-probabilities.
    static let maxPlainReplyBytes = 16 * 1024 * 1024
    /// Bytes of text of one choice, some ten times of what the longest answers of any model have.
    static let maxChoiceBytes = 4 * 1024 * 1024
    /// Characters of a server's error message that reach a client.
    static let maxErrorCharacters = 2_000
    /// How long a call may stay open once all its choices are complete, for its usage to come.
    static let closingGrace: Duration = .seconds(2)
    /// Models of which it is remembered what their server can do.
    static let maxKnownModels = 1_000
    /// Choices that OpenAI's API allows in one call.
    static let maxChoices = 128
    /// How much busier than the least busy replica, as a share of what may be in flight at one, another may be and still
    /// get the calls whose prompts it has in its prefix cache.
    static let affinitySlack = 0.25
    /// The longest for which a replica that keeps failing is left alone between two tries.
    static let longestOpenBreaker: Duration = .seconds(120)
    /// Turns from which it is estimated how fast a queue moves.
    static let turnsOfDrainRate = 64
    /// The longest pause that a refused client is asked to make.
    static let longestRetryAfter: Duration = .seconds(60)
    /// How long a server's word on which models it has is taken for true.
    static let modelListLifetime: Duration = .seconds(60)
    /// How often a server is asked for its models at most because one is not found.
    static let modelLookupInterval: Duration = .seconds(5)
    /// How long a server may take to list its models while a request waits for that.
    static let modelLookupTimeout: Duration = .seconds(5)
    /// How long an error answer may take to come once its head is there.
    static let errorWait: Duration = .seconds(2)
    /// The most retries that an upstream's budget holds, and that it begins with.
    static let retriesInReserve = 100.0
    /// Retries that come back to the budget by themselves, a second.
    static let retriesPerSecond = 1.0
    /// Bytes at the beginning of a proxied prompt by which it finds the replica that has seen them.
    static let affinityBytes = 2_048
    /// Bytes of a proxied answer that are read for its usage.
    static let maxMeteredBytes = 16 * 1024 * 1024
}
