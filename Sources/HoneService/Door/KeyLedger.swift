/// What the owner of a key has used.
///
/// Pure: the time is an argument. Tokens are counted once they are known, so a request is let in as long as one is
/// left, and what it costs beyond that holds up those after it.
struct KeyLedger {
    private(set) var requests: RateBucket?
    private(set) var tokens: RateBucket?
    private(set) var running = 0

    /// Whether nothing would be lost if this were forgotten.
    func isBlank(at now: ContinuousClock.Instant) -> Bool {
        running == 0 && [requests, tokens].allSatisfy { ($0?.timeUntilFull(at: now) ?? .zero) == .zero }
    }

    /// Brings the buckets in line with what the configuration says now.
    mutating func follow(_ limits: KeyLimits, at now: ContinuousClock.Instant) {
        Self.follow(limits.requestsPerMinute, &requests, at: now)
        Self.follow(limits.tokensPerMinute, &tokens, at: now)
    }

    /// Counts a request.
    ///
    /// - Throws: `DoorRefusal.tooManyRequests` or `.tooManyTokens`, and then counts nothing.
    mutating func enter(at now: ContinuousClock.Instant) throws(DoorRefusal) {
        if let requests {
            let wait = requests.wait(for: 1, at: now)
            guard wait == .zero else { throw .tooManyRequests(perMinute: requests.perMinute, retryAfter: wait) }
        }
        if let tokens {
            let wait = tokens.wait(for: 1, at: now)
            guard wait == .zero else { throw .tooManyTokens(perMinute: tokens.perMinute, retryAfter: wait) }
        }
        requests?.take(1, at: now)
    }

    /// Counts tokens that were used.
    mutating func charge(_ count: Int, at now: ContinuousClock.Instant) { tokens?.take(count, at: now) }

    /// Counts a run that begins.
    ///
    /// - Throws: `DoorRefusal.tooManyRuns` if `limit` are running.
    mutating func beginRun(limit: Int?) throws(DoorRefusal) {
        if let limit, running >= limit { throw .tooManyRuns(limit: limit) }
        running += 1
    }

    /// Counts a run that has ended.
    mutating func endRun() { running -= 1 }

    private static func follow(_ limit: Int?, _ bucket: inout RateBucket?, at now: ContinuousClock.Instant) {
        guard let limit else { return bucket = nil }
        if bucket == nil { bucket = RateBucket(perMinute: limit, now: now) } else { bucket?.change(perMinute: limit) }
    }
}
