/// The deadlines of one transfer: time goes in as an argument, the next deadline and the one that was missed come out.
struct TransferClock {
    private let timeouts: Timeouts
    private let totalDeadline: ContinuousClock.Instant
    private let headDeadline: ContinuousClock.Instant
    private var lastActivity: ContinuousClock.Instant
    private var hasHead = false
    private var isPaused = false

    /// A clock that starts at `now`.
    init(_ timeouts: Timeouts, now: ContinuousClock.Instant) {
        self.timeouts = timeouts
        totalDeadline = now + timeouts.total
        headDeadline = now + timeouts.firstByte
        lastActivity = now
    }

    /// The earliest instant at which this transfer may be late, given what has happened so far.
    var deadline: ContinuousClock.Instant {
        guard hasHead else { return min(headDeadline, totalDeadline) }
        return isPaused ? totalDeadline : min(lastActivity + timeouts.idle, totalDeadline)
    }

    /// The head is complete.
    mutating func headArrived(now: ContinuousClock.Instant) {
        hasHead = true
        lastActivity = now
    }

    /// Body bytes have come.
    mutating func bodyArrived(now: ContinuousClock.Instant) {
        lastActivity = now
    }

    /// The transfer waits for its reader: the upstream's silence is ours.
    mutating func pause() {
        isPaused = true
    }

    /// The transfer goes on.
    mutating func resume(now: ContinuousClock.Instant) {
        isPaused = false
        lastActivity = now
    }

    /// The error of the deadline missed at `now`, if one is.
    func missed(now: ContinuousClock.Instant, receivedBytes: Int) -> CurlError? {
        guard deadline <= now else { return nil }
        if totalDeadline <= now { return .totalTimeout(timeouts.total, receivedBytes: receivedBytes) }
        guard hasHead else { return .firstByteTimeout(timeouts.firstByte) }
        return .idleTimeout(timeouts.idle, receivedBytes: receivedBytes)
    }
}
