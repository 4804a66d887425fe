import Refinement

/// How the service behaves; the model servers are configured apart (`FleetConfiguration`).
public struct ServiceConfiguration: Sendable {
    /// The model for requests that name none; nil takes the only one there is, if there is only one.
    public var defaultModel: String?
    /// Whether difficulty-adaptive self-consistency learns from past requests that do not say.
    public var remembersDifficulty = false
    /// Whether the log has the prompts and answers of refinements.
    public var logsContent = false
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
    /// What is done by default with requests for a model, by its name, and what it costs.
    public var models: [String: ModelDefaults] = [:]

    /// The defaults.
    public init() {}

    /// What is done by default with requests that ask for this model, or for the default one if they name none.
    func defaults(for model: String?) -> ModelDefaults? { (model ?? defaultModel).flatMap { models[$0] } }

    /// What calls cost in US dollars, by the models that were called; nil if there were none, or one has no price.
    func cost(of usage: [String: TokenUsage]) -> Double? {
        guard !usage.isEmpty else { return nil }
        var microdollars = 0.0
        for (model, usage) in usage.sorted(by: { $0.key < $1.key }) {
            guard let prices = models[model]?.prices else { return nil }
            microdollars += prices.microdollars(for: usage)
        }
        return microdollars / 1_000_000
    }
}
