import Glibc

/// The time of day of instants near a moment at which both clocks were read.
struct WallClock: Sendable {
    /// The moment, on the clock that never jumps.
    let instant: ContinuousClock.Instant
    /// The moment, in nanoseconds since 1970.
    let nanoseconds: Int

    /// Reads both clocks.
    init() {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        instant = .now
        nanoseconds = time.tv_sec * 1_000_000_000 + time.tv_nsec
    }

    /// An instant in nanoseconds since 1970.
    func nanoseconds(at other: ContinuousClock.Instant) -> Int {
        let (seconds, attoseconds) = instant.duration(to: other).components
        return nanoseconds + Int(seconds) * 1_000_000_000 + Int(attoseconds / 1_000_000_000)
    }
}
