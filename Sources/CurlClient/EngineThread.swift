import Glibc
import Synchronization

/// A thread that runs one engine from its making to its end.
final class EngineThread: Sendable {
    /// What the thread is given, freed by it.
    private final class Work: Sendable {
        let run: @Sendable () -> Void

        init(_ run: @escaping @Sendable () -> Void) {
            self.run = run
        }
    }

    /// nil once joined.
    private let thread: Mutex<pthread_t?>

    /// Starts the thread.
    /// - Throws: `CurlError.system` when the system has no thread left.
    init(_ run: @escaping @Sendable () -> Void) throws(CurlError) {
        var thread = pthread_t()
        let work = Unmanaged.passRetained(Work(run))
        let code = pthread_create(
            &thread, nil,
            { pointer in
                guard let pointer else { return nil }
                EngineThread.blockSignals()
                Unmanaged<Work>.fromOpaque(pointer).takeRetainedValue().run()
                return nil
            }, work.toOpaque())
        guard code == 0 else {
            work.release()
            throw .system(errno: code)
        }
        self.thread = Mutex(thread)
    }

    deinit {
        if let thread = thread.withLock({ $0 }) { pthread_detach(thread) }
    }

    /// Waits for the thread's end, once; called when its work is known to be over, so it does not block.
    func join() {
        let joinable = thread.withLock { thread in
            defer { thread = nil }
            return thread
        }
        if let joinable { pthread_join(joinable, nil) }
    }

    /// Signals are for other threads; above all SIGPIPE, which OpenSSL's writes raise and MSG_NOSIGNAL cannot stop.
    private static func blockSignals() {
        var all = sigset_t()
        sigfillset(&all)
        pthread_sigmask(SIG_BLOCK, &all, nil)
    }
}
