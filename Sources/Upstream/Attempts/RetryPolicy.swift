/// How calls that failed before an answer began are made again.
public struct RetryPolicy: Sendable, Hashable {
    /// Attempts at one upstream, the first one included, at least 1.
    public var maxAttempts: Int
    /// The longest pause before the second attempt; it doubles with each further one. What is waited is drawn from
    /// nothing to that ("full jitter").
    public var backoff: Duration
    /// The longest pause; a server that asks for a longer one is not asked again.
    public var maxBackoff: Duration
    /// Retries per call, as a share: what all calls to an upstream together may add to its load. 0 means that nothing
    /// which has reached a server is sent again.
    public var budget: Double

    /// A policy with these numbers.
    public init(
        maxAttempts: Int = 3, backoff: Duration = .milliseconds(500), maxBackoff: Duration = .seconds(8),
        budget: Double = 0.2
    ) {
        self.maxAttempts = maxAttempts
        self.backoff = backoff
        self.maxBackoff = maxBackoff
        self.budget = budget
    }

    /// The pause before retry number `retry`, from 1; nil if the server asks for a longer one than there may be.
    ///
    /// - Parameters:
    ///   - asked: what the server asks for, which is the least that is waited.
    ///   - random: a number from 0 to 1, by which callers that failed together come back at different times.
    func pause(beforeRetry retry: Int, asked: Duration?, random: Double) -> Duration? {
        let asked = asked ?? .zero
        guard asked <= maxBackoff else { return nil }
        var longest = min(backoff, maxBackoff)
        for _ in 1..<max(1, retry) where longest < maxBackoff { longest = min(longest * 2, maxBackoff) }
        return min(asked + longest * random, maxBackoff)
    }
}
