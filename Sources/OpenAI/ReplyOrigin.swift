import JSON

/// What a server says of where an answer comes from.
public struct ReplyOrigin: Sendable, Hashable {
    /// What it calls the model, which may be a more exact name than the one that was asked for.
    public internal(set) var model: String?
    /// Its name for what generated the answer.
    public internal(set) var systemFingerprint: String?
    /// The class of service.
    public internal(set) var serviceTier: String?

    /// Nothing said yet.
    public init() {}

    /// Takes what a chunk, or a plain reply, says; what it does not say stays.
    mutating func take(_ said: ReplyOrigin) {
        if let model = said.model { self.model = model }
        if let systemFingerprint = said.systemFingerprint { self.systemFingerprint = systemFingerprint }
        if let serviceTier = said.serviceTier { self.serviceTier = serviceTier }
    }

    /// Reads what a chunk, or a plain reply, says.
    init(_ reply: JSON) {
        model = reply["model"]?.string
        systemFingerprint = reply["system_fingerprint"]?.string
        serviceTier = reply["service_tier"]?.string
    }
}
