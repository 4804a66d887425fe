/// A thread of somebody else's that waits for descriptors, and on which an engine may live as a guest.
///
/// A call that is made there then goes out, comes back and is cancelled without another thread being woken for it.
public protocol HostLoop: AnyObject, Sendable {
    /// Whether the caller runs on this loop.
    var isCurrent: Bool { get }

    /// Runs `work` later on the loop, after what it has queued already.
    func perform(_ work: @escaping @Sendable () -> Void)

    /// Runs `work` on the loop once `delay` is over.
    func perform(after delay: Duration, _ work: @escaping @Sendable () -> Void)

    /// Calls `act` with what a descriptor is ready for, as long as that is, until it is forgotten; on the loop itself.
    ///
    /// - Parameter events: What is watched for, as epoll has it.
    func follow(_ descriptor: Int32, for events: UInt32, _ act: @escaping @Sendable (UInt32) -> Void)

    /// Changes what a descriptor is watched for; on the loop itself.
    func change(_ descriptor: Int32, to events: UInt32)

    /// Ends `follow`, before the descriptor is closed; on the loop itself.
    func forget(_ descriptor: Int32)
}
