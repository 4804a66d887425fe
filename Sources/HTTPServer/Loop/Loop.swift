import Dispatch

/// One thread of control of the server: a serial queue that actors and tasks can use as their executor.
public final class Loop: SerialExecutor, TaskExecutor {
    let queue: DispatchQueue
    private static let current = DispatchSpecificKey<ObjectIdentifier>()

    /// A loop whose queue is named `label`.
    public init(label: String) {
        queue = DispatchQueue(label: label, qos: .userInitiated)
        queue.setSpecific(key: Self.current, value: ObjectIdentifier(self))
    }

    /// Whether the caller runs on this loop.
    public var isCurrent: Bool {
        DispatchQueue.getSpecific(key: Self.current) == ObjectIdentifier(self)
    }

    /// Runs the job later, after what the loop has queued already.
    public func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async {
            job.runSynchronously(
                isolatedTo: self.asUnownedSerialExecutor(), taskExecutor: self.asUnownedTaskExecutor())
        }
    }

    /// The executor as an actor's `unownedExecutor` wants it.
    public func asUnownedSerialExecutor() -> UnownedSerialExecutor {
        UnownedSerialExecutor(ordinary: self)
    }

    /// Stops the process when the caller does not run on this loop.
    public func checkIsolated() {
        dispatchPrecondition(condition: .onQueue(queue))
    }

    /// Runs `work` later on the loop, outside any task.
    func async(_ work: @escaping @Sendable () -> Void) {
        queue.async(execute: work)
    }

    /// Runs `work` on the loop once `delay` is over, outside any task.
    func async(after delay: Duration, _ work: @escaping @Sendable () -> Void) {
        queue.asyncAfter(deadline: .now() + delay.dispatchInterval, execute: work)
    }
}
