/// How busy and how well one replica is. Pure.
struct ReplicaLoad {
    /// Samples that may be in flight at once.
    let limit: Int
    /// The number by which prompts find it again.
    let seed: UInt64
    /// Samples in flight.
    var inFlight = 0
    /// The number of the last grant there.
    var lastGrant = 0
    /// Whether it is to be left alone.
    var breaker: CircuitBreaker
    /// The call that all free capacity is kept for, because it needs more than there is.
    var claimant: Int?

    /// An idle replica.
    init(limit: Int, seed: UInt64, breaker: BreakerPolicy) {
        self.limit = limit
        self.seed = seed
        self.breaker = CircuitBreaker(breaker)
    }

    /// How many more samples may be in flight.
    var free: Int { limit - inFlight }

    /// Whether a call can go there now.
    func hasRoom(for weight: Int, ticket: Int) -> Bool {
        free >= weight && (claimant == nil || claimant == ticket)
    }

    /// How well prompts of this number fit here: the highest of all replicas is the first choice, always the same one,
    /// and where it drops out only its own prompts move (rendezvous hashing).
    func affinity(to key: UInt64) -> UInt64 { PrefixAffinity.mix(key ^ seed) }
}
