public import JSON

/// What a server says of where an answer comes from.
public struct ReplyOrigin: Sendable, Hashable {
    /// What it calls the model, which may be a more exact name than the one that was asked for.
    public private(set) var model: String?
    /// Its name for what generated the answer.
    public private(set) var systemFingerprint: String?
    /// The class of service.
    public private(set) var serviceTier: String?

    /// Nothing said yet.
    public init() {}

    /// Takes what a chunk, or a plain reply, says; what it does not say stays.
    public mutating func read(_ reply: JSON) {
        model = reply["model"]?.string ?? model
        systemFingerprint = reply["system_fingerprint"]?.string ?? systemFingerprint
        serviceTier = reply["service_tier"]?.string ?? serviceTier
    }
}
