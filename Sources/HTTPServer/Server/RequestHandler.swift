import Synchronization

/// A task that answers requests, one after the other, until it is told to end.
final class RequestHandler: Sendable {
    /// What there is to do for one request.
    typealias Work = @Sendable () async -> Void

    private enum Phase {
        /// It works, and does not know what comes then.
        case busy
        /// It knows what to do next, which at the end is nothing.
        case told(Work?)
        case waiting(UnsafeContinuation<Work?, Never>)
    }

    private struct State {
        var task: Task<Void, Never>?
        var phase: Phase
        var isCancelled = false
    }

    private let state: Mutex<State>

    /// Begins with `work` on `loop`.
    init(_ work: @escaping Work, on loop: Loop) {
        state = Mutex(State(phase: .told(work)))
        // It takes even its first work from the state: what the task itself captured would live as long as the task.
        let task = Task(executorPreference: loop) { while await self.doNext() {} }
        state.withLock { $0.task = task }
    }

    /// Goes on to `work`; only for one whose work has come to its end.
    func begin(_ work: @escaping Work) { tell(work) }

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

    private func tell(_ work: Work?) {
        let waiting = state.withLock { state -> UnsafeContinuation<Work?, Never>? in
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

    /// Does one piece of work, and lets go of it; false at the end.
    private func doNext() async -> Bool {
        guard let work = await next() else { return false }
        await work()
        return true
    }

    private func next() async -> Work? {
        await withUnsafeContinuation { continuation in
            let told = state.withLock { state -> Work?? in
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
