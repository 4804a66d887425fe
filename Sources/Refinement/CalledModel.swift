/// Which model calls went to.
public struct CalledModel: Sendable, Hashable {
    /// The role whose model was called; `generator` stands for the model that plays every role that is not given to
    /// another one.
    public var player: Role
    /// The model that answered in its place, as `server/model`, if the calls had to go on to a fallback.
    public var fallback: String?

    /// The model of a role, or what stood in for it.
    public init(player: Role, fallback: String? = nil) {
        self.player = player
        self.fallback = fallback
    }
}
