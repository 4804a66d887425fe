/// How many retries an upstream is spared or granted: a bucket of tokens, of which each retry takes one. Pure.
///
/// Every call puts a share of a token in, and every second a little comes by itself, so that rare calls may be made again
/// as well. When most calls fail the bucket is soon empty, and retries add no more than their share to the load of a
/// server that has too much of it already.
struct RetryBudget: Sendable {
    private let share: Double
    private var tokens: Double
    private var filledAt: ContinuousClock.Instant

    /// A full bucket, to which each call adds `share` tokens; without a share it is always empty.
    init(share: Double, at now: ContinuousClock.Instant) {
        self.share = share
        tokens = share > 0 ? UpstreamLimits.retriesInReserve : 0
        filledAt = now
    }

    /// Notes a call, which is not a retry.
    mutating func noteCall() { tokens = min(tokens + share, UpstreamLimits.retriesInReserve) }

    /// Takes a retry; false if there is none left.
    mutating func take(at now: ContinuousClock.Instant) -> Bool {
        if share > 0 {
            let trickle = filledAt.duration(to: now) / .seconds(1) * UpstreamLimits.retriesPerSecond
            tokens = min(tokens + max(0, trickle), UpstreamLimits.retriesInReserve)
            filledAt = now
        }
        guard tokens >= 1 else { return false }
        tokens -= 1
        return true
    }
}
