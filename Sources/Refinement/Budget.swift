/// The most that one refinement may cost. When a limit is reached, the best answer so far comes back, marked as such.
public struct Budget: Sendable, Hashable {
    /// Which limit was reached.
    public enum Limit: String, Sendable {
        /// The total of tokens.
        case tokens = "max_tokens"
        /// The number of calls.
        case calls = "max_calls"
        /// The wall time.
        case deadline = "deadline_ms"
    }

    /// The most tokens over all calls, prompts included; nil means no limit.
    public var maxTokens: Int?
    /// The most calls; nil means no limit.
    public var maxCalls: Int?
    /// The longest wall time; nil means no limit.
    public var deadline: Duration?

    /// A budget of these limits.
    public init(maxTokens: Int? = nil, maxCalls: Int? = nil, deadline: Duration? = nil) {
        self.maxTokens = maxTokens
        self.maxCalls = maxCalls
        self.deadline = deadline
    }
}
