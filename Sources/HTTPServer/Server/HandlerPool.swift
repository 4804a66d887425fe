import Synchronization

/// The tasks that answer the requests of one loop, each one request after the other.
///
/// A task that has answered waits for the next request instead of ending: it has the memory for its frames already, of
/// which a proxied request needs some 15 KB in a dozen pieces.
final class HandlerPool: Sendable {
    private let loop: Loop
    private let idle = Mutex<[RequestHandler]>([])

    /// Tasks kept at most; the memory of each is what its largest request has needed.
    private static let maxIdle = 32

    /// A pool whose tasks run on `loop`.
    init(loop: Loop) { self.loop = loop }

    deinit {
        for handler in idle.withLock({ $0 }) { handler.end() }
    }

    /// Has a task do `work`.
    func start(_ work: any RequestWork) -> RequestHandler {
        // The one that has waited least: what it touches is still in the processor's caches.
        guard let handler = idle.withLock({ $0.popLast() }) else { return RequestHandler(work, on: loop) }
        handler.begin(work)
        return handler
    }

    /// Takes back a task whose work is about to end.
    func takeBack(_ handler: RequestHandler) {
        let isKept =
            handler.mayGoOn
            && idle.withLock { idle in
                guard idle.count < Self.maxIdle else { return false }
                idle.append(handler)
                return true
            }
        if !isKept { handler.end() }
    }
}
