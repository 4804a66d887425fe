public import CurlClient
public import Logging

/// What the environment or the command line say, in place of what the file says.
public struct Overrides: Sendable {
    /// Where to listen.
    public var host: Override<String>?
    /// The port to listen on.
    public var port: Override<Int>?
    /// The base URL of the only model server.
    public var upstreamURL: Override<UpstreamURL>?
    /// Its key.
    public var upstreamKey: Override<String>?
    /// The samples that may be in flight there.
    public var maxInFlight: Override<Int>?
    /// The silence after which a call there is given up.
    public var timeout: Override<Duration>?
    /// The model for requests that name none.
    public var defaultModel: Override<String>?
    /// Whether past requests teach.
    public var remembersDifficulty: Override<Bool>?
    /// The least that is logged.
    public var logLevel: Override<Logger.Level>?
    /// What running requests have left after SIGTERM.
    public var gracePeriod: Override<Duration>?
    /// Whether anybody may use it.
    public var isInsecure: Override<Bool>?

    /// None.
    public init() {}

    /// These, and those of `lower` where these say nothing.
    func over(_ lower: Overrides) -> Overrides {
        var both = self
        both.host = host ?? lower.host
        both.port = port ?? lower.port
        both.upstreamURL = upstreamURL ?? lower.upstreamURL
        both.upstreamKey = upstreamKey ?? lower.upstreamKey
        both.maxInFlight = maxInFlight ?? lower.maxInFlight
        both.timeout = timeout ?? lower.timeout
        both.defaultModel = defaultModel ?? lower.defaultModel
        both.remembersDifficulty = remembersDifficulty ?? lower.remembersDifficulty
        both.logLevel = logLevel ?? lower.logLevel
        both.gracePeriod = gracePeriod ?? lower.gracePeriod
        both.isInsecure = isInsecure ?? lower.isInsecure
        return both
    }
}
