import Synchronization

/// The right to one run among those that there may be at the same time, until it is ended or let go of.
final class RunPermit: Sendable {
    private let action: @Sendable () -> Void
    private let hasEnded = Atomic<Bool>(false)

    init(end action: @escaping @Sendable () -> Void) { self.action = action }

    deinit { end() }

    /// Makes room for another run.
    func end() {
        if !hasEnded.exchange(true, ordering: .relaxed) { action() }
    }
}
