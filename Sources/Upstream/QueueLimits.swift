/// How many calls may wait for a model server, and how long; what is beyond is refused as `ModelError.overloaded`.
public struct QueueLimits: Sendable, Hashable {
    /// Calls that may wait at once; those of one key at most half of that.
    public var maxWaiting: Int
    /// How long a request may wait without having a call in flight at the server: the calls of one that is being served
    /// wait as long as it takes.
    public var maxWait: Duration

    /// These limits; the defaults hold 2,000 runs of 8 samples.
    public init(maxWaiting: Int = 20_000, maxWait: Duration = .seconds(60)) {
        self.maxWaiting = maxWaiting
        self.maxWait = maxWait
    }
}
