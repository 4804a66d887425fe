extension Fleet {
    /// Whether a model of this name is configured, or a server has listed it, without asking any.
    public func knows(_ name: String) -> Bool {
        aliases.contains { $0.name == name } || upstreams.contains { $0.isKnownToHave(name) }
    }
}
