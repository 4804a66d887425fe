import Synchronization

/// A task that answers requests, one after the other, until it is told to end.
final class RequestHandler: Sendable {
    private enum Phase {
        /// It works, and does not know what comes then.
        case busy
        /// It knows what to do next, which at the end is nothing.
        case told((any RequestWork)?)
        case waiting(UnsafeContinuation<(any RequestWork)?, Never>)
    }

    private struct State {
        var task: Task<Void, Never>?
        var phase: Phase
        var isCancelled = false
    }

    private let state: Mutex<State>

    /// Begins with `work` on `loop`.
    init(_ work: any RequestWork, on loop: Loop) {
        state = Mutex(State(phase: .told(work)))
        // It takes even its first work from the state: what the task itself captured would live as long as the task.
        let task = Task(executorPreference: loop) { await self.serve() }
        state.withLock { $0.task = task }
    }

    /// Goes on to `work`; only for one whose work has come to its end.
    func begin(_ work: any RequestWork) { tell(work) }

    /// Ends, after what it does just now.
    func end() { tell(nil) }

    /// Cancels the task, which ends after what it does just now.
    func cancel() {
        let task = state.withLock { state in
            state.isCancelled = true
            return state.task
        }
        task?.cancel()
    }

    /// Whether it can answer another request: a task that was cancelled stays so.
    var mayGoOn: Bool { state.withLock { !$0.isCancelled } }

    private func tell(_ work: (any RequestWork)?) {
        let waiting = state.withLock { state -> UnsafeContinuation<(any RequestWork)?, Never>? in
            guard case .waiting(let continuation) = state.phase else {
                state.phase = .told(work)
                return nil
            }
            state.phase = .busy
            return continuation
        }
        waiting?.resume(returning: work)
    }

    // MARK: The task

    private func serve() async {
        while await doNext() {}
    }

    /// Does one piece of work, and lets go of it; false at the end.
    private func doNext() async -> Bool {
        guard let work = await next() else { return false }
        await work.run()
        return true
    }

    private func next() async -> (any RequestWork)? {
        await withUnsafeContinuation { continuation in
            let told = state.withLock { state -> (any RequestWork)?? in
                guard case .told(let work) = state.phase else {
                    state.phase = .waiting(continuation)
                    return nil
                }
                state.phase = .busy
                return .some(work)
            }
            if let told { continuation.resume(returning: told) }
        }
    }
}
