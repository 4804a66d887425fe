/// The model servers behind one Hone, and which of them has which model.
public struct FleetConfiguration: Sendable {
    /// The model servers; the first is asked where nothing says which.
    public var upstreams: [UpstreamConfiguration]
    /// Models under names of Hone's own.
    public var models: [ModelConfiguration]

    /// These servers.
    public init(upstreams: [UpstreamConfiguration], models: [ModelConfiguration] = []) {
        self.upstreams = upstreams
        self.models = models
    }
}

/// A model under a name of Hone's own, and where it is to be had.
public struct ModelConfiguration: Sendable {
    /// A model of one model server.
    public struct Target: Sendable, Hashable {
        /// The name of the model server in the configuration.
        public var upstream: String
        /// The model's name there.
        public var model: String

        /// That model of that server.
        public init(upstream: String, model: String) {
            self.upstream = upstream
            self.model = model
        }
    }

    /// What clients call it.
    public var name: String
    /// Where it is asked for first, and where if that one fails, in order; at least one.
    public var targets: [Target]

    /// A model that is to be had there.
    public init(name: String, targets: [Target]) {
        self.name = name
        self.targets = targets
    }
}
