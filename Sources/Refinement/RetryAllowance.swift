import Synchronization

/// How many attempts more than samples one draw may make, whoever makes them: all attempts together stay within 1.5 times
/// the samples (sampling.md §0.4).
///
/// An attempt that reached no server, and one whose request the server refused, are none.
public final class RetryAllowance: Sendable {
    private let left: Mutex<Int>

    /// The allowance of a draw of so many samples.
    public init(samples: Int) { left = Mutex((samples + 1) / 2) }

    /// Takes some of it, at most what is left; returns how much.
    public func take(upTo count: Int = 1) -> Int {
        left.withLock { left in
            let taken = max(0, min(count, left))
            left -= taken
            return taken
        }
    }
}
