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

    /// Calls `act` on the loop whenever `descriptor` is readable, until it is forgotten; called on the loop itself.
    func follow(_ descriptor: Int32, _ act: @escaping @Sendable () -> Void)

    /// Ends `follow`, before the descriptor is closed; called on the loop itself.
    func forget(_ descriptor: Int32)
}
