/// A key that lets a client in, as the configuration knows it.
public struct ClientKey: Sendable, Hashable {
    /// What logs, metrics and queues call its owner.
    public var name: String
    /// The digest of the key itself, which Hone does not know.
    public var digest: KeyDigest
    /// What its owner may do.
    public var limits: KeyLimits

    /// A key made of its parts.
    public init(name: String, digest: KeyDigest, limits: KeyLimits = KeyLimits()) {
        self.name = name
        self.digest = digest
        self.limits = limits
    }
}
