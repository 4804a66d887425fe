/// Whether a replica is to be left alone. Pure: outcomes of calls in, time as an argument.
///
/// Closed until so many calls in a row have failed; then open for a while; then one call at a time may try it: a success
/// closes it, a failure opens it for twice as long.
struct CircuitBreaker {
    private enum Phase {
        case closed(failures: Int)
        case open(until: ContinuousClock.Instant, duration: Duration)
        case probing(since: ContinuousClock.Instant, duration: Duration)
    }

    private let policy: BreakerPolicy
    private var phase = Phase.closed(failures: 0)

    /// A closed breaker.
    init(_ policy: BreakerPolicy) { self.policy = policy }

    /// Whether calls go there as they come.
    var isClosed: Bool { if case .closed = phase { true } else { false } }

    /// When a call may try the replica again, if it is to be left alone until then or is being tried.
    var probeTime: ContinuousClock.Instant? {
        switch phase {
        case .closed: nil
        case .open(let until, _): until
        case .probing(let since, _): since
        }
    }

    /// Until when it is open, if it is.
    var openUntil: ContinuousClock.Instant? { if case .open(let until, _) = phase { until } else { nil } }

    /// Whether the next call may try the replica.
    func mayProbe(at now: ContinuousClock.Instant) -> Bool {
        if case .open(let until, _) = phase { until <= now } else { false }
    }

    /// What it is, for people.
    func state(at now: ContinuousClock.Instant) -> BreakerState {
        switch phase {
        case .closed: .closed
        case .open(let until, _): until <= now ? .halfOpen : .open
        case .probing: .halfOpen
        }
    }

    /// A call goes out that tries the replica.
    mutating func probe(at now: ContinuousClock.Instant) {
        if case .open(_, let duration) = phase { phase = .probing(since: now, duration: duration) }
    }

    /// The replica has answered: whatever was before, it is alive.
    mutating func succeed() { phase = .closed(failures: 0) }

    /// A call has failed; one that began before the breaker opened says nothing new.
    mutating func fail(isProbe: Bool, at now: ContinuousClock.Instant) {
        switch phase {
        case .closed(let failures) where failures + 1 < policy.failures: phase = .closed(failures: failures + 1)
        case .closed: phase = .open(until: now + policy.openFor, duration: policy.openFor)
        case .probing(_, let duration) where isProbe:
            let longer = max(policy.openFor, min(duration * 2, UpstreamLimits.longestOpenBreaker))
            phase = .open(until: now + longer, duration: longer)
        case .open, .probing: break
        }
    }

    /// The call that tried the replica ended without telling; the next one may try it.
    mutating func abandonProbe(at now: ContinuousClock.Instant) {
        if case .probing(_, let duration) = phase { phase = .open(until: now, duration: duration) }
    }
}
