/// One thread of control of the server: an epoll thread that actors and tasks can use as their executor.
///
/// The thread lives as long as the loop.
public final class Loop: SerialExecutor, TaskExecutor {
    let thread: EventThread

    /// A loop whose thread is named `label`, of at most 15 bytes.
    ///
    /// - Throws: `ServerError.noResources`.
    public init(label: String) throws(ServerError) {
        thread = try EventThread(label: label)
        try thread.start()
    }

    deinit {
        thread.finish()
    }

    /// Whether the caller runs on this loop.
    public var isCurrent: Bool { thread.isCurrent }

    /// Runs the job later, after what the loop has queued already.
    public func enqueue(_ job: consuming ExecutorJob) {
        thread.enqueue(.job(UnownedJob(job), on: self))
    }

    /// The executor as an actor's `unownedExecutor` wants it.
    public func asUnownedSerialExecutor() -> UnownedSerialExecutor {
        UnownedSerialExecutor(ordinary: self)
    }

    /// Stops the process when the caller does not run on this loop.
    public func checkIsolated() {
        precondition(isCurrent, "called from outside the loop")
    }

    /// Runs `work` later on the loop, outside any task.
    func async(_ work: @escaping @Sendable () -> Void) {
        thread.enqueue(.closure(work))
    }

    /// Runs `work` on the loop once `delay` is over, outside any task.
    func async(after delay: Duration, _ work: @escaping @Sendable () -> Void) {
        thread.schedule(at: Uptime.now &+ delay.wholeNanoseconds, work)
    }
}
