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

    /// Calls `act` with what a descriptor is ready for, as long as that is, until it is forgotten; on the loop itself.
    ///
    /// - Parameter events: What is watched for, as epoll has it.
    public func follow(_ descriptor: Int32, for events: UInt32, _ act: @escaping @Sendable (UInt32) -> Void) {
        thread.watch(descriptor, for: events, telling: Follower(act))
    }

    /// Changes what a descriptor is watched for; on the loop itself.
    public func change(_ descriptor: Int32, to events: UInt32) {
        thread.change(descriptor, to: events)
    }

    /// Ends `follow`, before the descriptor is closed; on the loop itself.
    public func forget(_ descriptor: Int32) {
        thread.forget(descriptor)
    }

    /// Whoever follows a descriptor.
    private final class Follower: ReadinessObserver {
        private let act: @Sendable (UInt32) -> Void

        init(_ act: @escaping @Sendable (UInt32) -> Void) { self.act = act }

        func becameReadable() { act(CSYSTEM_EPOLLIN) }
        func sendsNoMore() { act(CSYSTEM_EPOLLRDHUP) }
        func becameWritable() { act(CSYSTEM_EPOLLOUT) }
        func hungUp() { act(CSYSTEM_EPOLLHUP) }
    }
}
