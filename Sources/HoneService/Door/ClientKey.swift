/// A key that lets a client in, as the configuration knows it; an object, because every request carries one along.
public final class ClientKey: Sendable {
    /// What logs, metrics and queues call its owner.
    public let name: String
    /// The digest of the key itself, which Hone does not know.
    public let digest: KeyDigest
    /// What its owner may do.
    public let limits: KeyLimits

    /// A key made of its parts.
    public init(name: String, digest: KeyDigest, limits: KeyLimits = KeyLimits()) {
        self.name = name
        self.digest = digest
        self.limits = limits
    }
}
