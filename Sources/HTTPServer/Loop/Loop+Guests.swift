import CSystem

/// What others may have the loop do for them beside serving connections.
extension Loop {
    /// Runs `work` later on the loop, after what it has queued already.
    public func perform(_ work: @escaping @Sendable () -> Void) {
        async(work)
    }

    /// Runs `work` on the loop once `delay` is over.
    public func perform(after delay: Duration, _ work: @escaping @Sendable () -> Void) {
        async(after: delay, work)
    }

    /// Calls `act` whenever `descriptor` is readable, until it is forgotten; called on the loop itself.
    public func follow(_ descriptor: Int32, _ act: @escaping @Sendable () -> Void) {
        thread.watch(descriptor, for: CSYSTEM_EPOLLIN, telling: Follower(act))
    }

    /// Ends `follow`, before the descriptor is closed; called on the loop itself.
    public func forget(_ descriptor: Int32) {
        thread.forget(descriptor)
    }

    /// Whoever follows a descriptor.
    private final class Follower: ReadinessObserver {
        private let act: @Sendable () -> Void

        init(_ act: @escaping @Sendable () -> Void) { self.act = act }

        func becameReadable() { act() }
        func sendsNoMore() {}
        func becameWritable() {}
        func hungUp() {}
    }
}
