/// How the service behaves; the model servers are configured apart (`FleetConfiguration`).
public struct ServiceConfiguration: Sendable {
    /// The model for requests that name none; nil takes the only one there is, if there is only one.
    public var defaultModel: String?
    /// Whether difficulty-adaptive self-consistency learns from past requests that do not say.
    public var remembersDifficulty = false
    /// The keys that let clients in; without any, everybody who can connect is let in.
    public var keys: [ClientKey] = []
    /// The origins whose pages a browser lets read answers, each written as browsers send it (`https://app.example`), or
    /// `*` for all.
    public var allowedOrigins: [String] = []
    /// Refinements at the same time, all clients together; nil means no limit.
    public var maxConcurrentRuns: Int? = 4_096
    /// Bytes of a request's body; beyond, it is refused with 413. The HTTP server has a limit of its own,
    /// `ServerLimits.http.maxBodyBytes`, which must not be lower.
    public var maxBodyBytes = 32 * 1024 * 1024

    /// The defaults.
    public init() {}
}
