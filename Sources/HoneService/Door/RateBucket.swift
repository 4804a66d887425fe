/// How much of something a key may use in a minute: a bucket that holds one minute's worth and fills up steadily.
///
/// Pure: the time is an argument. All there is to keep is when the bucket will be full again, so that a limit that
/// changes leaves the share that is used up as it was.
struct RateBucket {
    /// The most that a single use may cost, which keeps the arithmetic in bounds whatever a server reports.
    private static let maxCost = 1_000_000_000_000
    private static let period = Duration.seconds(60)

    private(set) var perMinute: Int
    private var fullAt: ContinuousClock.Instant

    /// A full bucket.
    init(perMinute: Int, now: ContinuousClock.Instant) {
        self.perMinute = Self.bounded(perMinute)
        fullAt = now
    }

    /// How much of it is there.
    func remaining(at now: ContinuousClock.Instant) -> Int {
        let left = Self.period - timeUntilFull(at: now)
        guard left > .zero else { return 0 }
        return Int(Int128(perMinute) * left.attoseconds / Self.period.attoseconds)
    }

    /// How long until all of it is there.
    func timeUntilFull(at now: ContinuousClock.Instant) -> Duration { max(.zero, fullAt - now) }

    /// How long until `count` are there; zero if they are.
    func wait(for count: Int, at now: ContinuousClock.Instant) -> Duration {
        max(.zero, timeUntilFull(at: now) + time(for: count) - Self.period)
    }

    /// Takes so much, be it there or not: what is owed is filled up first.
    mutating func take(_ count: Int, at now: ContinuousClock.Instant) {
        fullAt = max(fullAt, now) + time(for: count)
    }

    /// Goes on with another limit.
    mutating func change(perMinute: Int) { self.perMinute = Self.bounded(perMinute) }

    private static func bounded(_ perMinute: Int) -> Int { min(max(1, perMinute), KeyLimits.mostPerMinute) }

    private func time(for count: Int) -> Duration { Self.period * min(max(0, count), Self.maxCost) / perMinute }
}
