import Synchronization

/// An event that happens once and that any number of tasks may wait for.
final class Ending: Sendable {
    private enum State {
        case pending([CheckedContinuation<Void, Never>])
        case over
    }

    private let state = Mutex(State.pending([]))

    /// It has happened; everybody goes on.
    func happen() {
        let waiting = state.withLock { state -> [CheckedContinuation<Void, Never>] in
            guard case .pending(let waiting) = state else { return [] }
            state = .over
            return waiting
        }
        waiting.forEach { $0.resume() }
    }

    /// Waits until it has happened, cancelled or not.
    func wait() async {
        await withCheckedContinuation { continuation in
            let isOver = state.withLock { state in
                guard case .pending(let waiting) = state else { return true }
                state = .pending(waiting + [continuation])
                return false
            }
            if isOver { continuation.resume() }
        }
    }
}
