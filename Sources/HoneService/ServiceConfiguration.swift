/// How the service behaves; the model servers are configured apart (`FleetConfiguration`).
public struct ServiceConfiguration: Sendable {
    /// The model for requests that name none; nil takes the only one there is, if there is only one.
    public var defaultModel: String?
    /// Whether difficulty-adaptive self-consistency learns from past requests that do not say.
    public var remembersDifficulty = false

    /// The defaults.
    public init() {}
}
