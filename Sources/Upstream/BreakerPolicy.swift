/// When a replica that fails is left alone, and for how long.
public struct BreakerPolicy: Sendable, Hashable {
    /// Failures in a row after which the replica is left alone, at least 1.
    public var failures: Int
    /// How long it is left alone before one call tries it again; twice as long after each try that fails.
    public var openFor: Duration

    /// A policy with these numbers.
    public init(failures: Int = 5, openFor: Duration = .seconds(5)) {
        self.failures = failures
        self.openFor = openFor
    }
}
