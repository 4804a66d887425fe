/// How long a request has waited for model servers: the time in which at least one call was under way. Pure: events with
/// their times in, a duration out.
struct WaitingClock: Sendable {
    private var underWay = 0
    private var since: ContinuousClock.Instant?
    private var waited = Duration.zero

    /// A call has begun, its wait for a turn included.
    mutating func begin(at now: ContinuousClock.Instant) {
        if underWay == 0 { since = now }
        underWay += 1
    }

    /// A call is over.
    mutating func end(at now: ContinuousClock.Instant) {
        underWay -= 1
        guard underWay == 0, let since else { return }
        waited += since.duration(to: now)
        self.since = nil
    }

    /// The time spent waiting up to `now`.
    func waited(at now: ContinuousClock.Instant) -> Duration {
        waited + (since.map { $0.duration(to: now) } ?? .zero)
    }
}
