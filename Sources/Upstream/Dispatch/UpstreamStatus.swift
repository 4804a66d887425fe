/// How a model server is doing, for metrics and for people.
public struct UpstreamStatus: Sendable, Hashable {
    /// One of its replicas.
    public struct Replica: Sendable, Hashable {
        /// The base of its API, without a query.
        public var base: String
        /// Samples in flight there.
        public var samplesInFlight: Int
        /// Whether calls go there.
        public var breaker: BreakerState
    }

    /// Its name in the configuration.
    public var name: String
    /// Calls that wait for their turn.
    public var waiting: Int
    /// Its replicas, as they are configured.
    public var replicas: [Replica]
}

/// Whether calls go to a replica.
public enum BreakerState: String, Sendable {
    /// They do.
    case closed
    /// They do not, because it failed too often.
    case open
    /// One at a time does, to see whether it is back.
    case halfOpen = "half_open"
}
