public import Refinement

/// What the owner of a key may do; nil means no limit.
public struct KeyLimits: Sendable, Hashable {
    /// The most of anything that a minute can be limited to; beyond, a limit would be none.
    public static let mostPerMinute = 1_000_000_000_000

    /// Requests in a minute, the unauthenticated routes aside.
    public var requestsPerMinute: Int?
    /// Tokens in a minute, those of prompts and those generated.
    public var tokensPerMinute: Int?
    /// Refinements at the same time.
    public var maxConcurrentRuns: Int?
    /// The full names of the methods that may be asked for; plain proxying is no method.
    public var methods: Set<String>?
    /// The models that may be asked for, those in roles included.
    public var models: Set<String>?
    /// The largest budget of one refinement, which is also the budget of requests that name none.
    public var maxBudget: Budget

    /// Limits; those that are left out do not limit.
    public init(
        requestsPerMinute: Int? = nil, tokensPerMinute: Int? = nil, maxConcurrentRuns: Int? = nil,
        methods: Set<String>? = nil, models: Set<String>? = nil, maxBudget: Budget = Budget()
    ) {
        self.requestsPerMinute = requestsPerMinute
        self.tokensPerMinute = tokensPerMinute
        self.maxConcurrentRuns = maxConcurrentRuns
        self.methods = methods
        self.models = models
        self.maxBudget = maxBudget
    }
}
