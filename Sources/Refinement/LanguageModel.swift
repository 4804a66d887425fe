/// A model that answers a conversation: all that a method knows of what stands behind it.
public protocol LanguageModel: Sendable {
    /// The model's name, as the server behind it knows it.
    var name: String { get }

    /// How `count` samples of one conversation are best asked for: the number of choices of each call, in issue order.
    ///
    /// Several in one call where the server honours that, a call each where it does not. The last `spare` of them may
    /// turn out not to be needed.
    func callSizes(for count: Int, spare: Int) -> [Int]

    /// How many calls of one draw are worth having under way at the moment; those beyond would only wait.
    var callWindow: Int { get }

    /// What is known of the log-probabilities that come with its answers, nil as long as nobody has found out.
    var logprobSupport: LogprobSupport? { get }

    /// Remembers what was found out about its log-probabilities.
    func learn(_ support: LogprobSupport)

    /// Begins one call. Nothing is sent before the first event is asked for; dropping the stream, or cancelling the
    /// task that waits for an event, ends the call at the server. What goes wrong before an answer begins is the model's
    /// own to try again.
    func generate(_ call: ModelCall) -> any CompletionStream
}

extension LanguageModel {
    /// As many as there are.
    public var callWindow: Int { .max }
}

/// The events of one call, in the order they come.
public protocol CompletionStream {
    /// The next event, or nil when the call has ended in order.
    ///
    /// - Throws: `ModelError`, or `CancellationError` if the task was cancelled.
    mutating func next() async throws -> CompletionEvent?

    /// The next event if it has come already, together with the one before; nil if it is to be waited for.
    mutating func nextAtHand() -> CompletionEvent?

    /// How far the call has come and what it has cost so far.
    var progress: CallProgress { get }
}

extension CompletionStream {
    /// None ever comes together with another.
    public mutating func nextAtHand() -> CompletionEvent? { nil }
}

/// One call to a model.
public struct ModelCall: Sendable {
    /// What the model is to answer.
    public var conversation: Conversation
    /// How it is to sample.
    public var sampling: SamplingOptions
    /// How many choices the call asks for, at least 1; choice i is sampled with seed + i where a seed is set.
    public var choices: Int
    /// When its answer comes too late; it is not made again when that is over before.
    public var deadline: ContinuousClock.Instant?
    /// What the calls of a draw may try again together; nil means that this call is bounded by itself alone.
    public var allowance: RetryAllowance?

    /// A call of these parts.
    public init(
        conversation: Conversation, sampling: SamplingOptions, choices: Int = 1, allowance: RetryAllowance? = nil
    ) {
        self.conversation = conversation
        self.sampling = sampling
        self.choices = choices
        self.allowance = allowance
    }
}

/// What a call says while it runs.
public enum CompletionEvent: Sendable {
    /// Text of one choice has come, which so many tokens spell; with their distributions, where log-probabilities were
    /// asked for and given.
    case delta(choice: Int, text: String, tokens: Int, distributions: [TokenDistribution] = [])
    /// One choice is complete.
    case finished(choice: Int, Completion)
}

/// How far a call has come.
public struct CallProgress: Sendable, Hashable {
    /// Whether the server may have worked on the call: it was sent, and not refused. Any other cost nothing.
    public var isSent = false
    /// The server's own figure, once it has given one.
    public var reported: TokenUsage?
    /// Tokens seen to arrive, for calls that end before the server gives its figure.
    public var tokensSeen = 0
    /// Attempts before the last one on which the server may have worked without telling what they cost.
    public var lostAttempts = 0
    /// The model that was called instead, as `server/model`, if the call had to go on to a fallback.
    public var fallback: String?
    /// Whether its answer came to its normal end.
    public var isComplete = false

    /// A call that has not begun.
    public init() {}
}
