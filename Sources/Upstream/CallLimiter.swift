import Synchronization

/// Bounds how many samples are in flight at a model server; those beyond wait in order of arrival.
final class CallLimiter: Sendable {
    /// The right to have so many samples in flight, given back when it is dropped.
    final class Permit: Sendable {
        private let limiter: CallLimiter
        private let weight: Int

        fileprivate init(_ limiter: CallLimiter, _ weight: Int) {
            self.limiter = limiter
            self.weight = weight
        }

        deinit { limiter.giveBack(weight) }
    }

    private struct Waiter {
        let id: Int
        let weight: Int
        let continuation: CheckedContinuation<Bool, Never>
    }

    private struct State {
        var free: Int
        var waiters: [Waiter] = []
        var gone: Set<Int> = []
        var lastID = 0
    }

    /// How many samples may be in flight at once.
    let limit: Int
    private let state: Mutex<State>

    init(limit: Int) {
        self.limit = limit
        state = Mutex(State(free: limit))
    }

    /// How many more samples may be in flight.
    var free: Int { state.withLock { $0.free } }

    /// How many calls wait for their turn.
    var waiting: Int { state.withLock { $0.waiters.count } }

    /// Waits until `weight` more samples may be in flight; more than the limit count as the limit.
    ///
    /// - Throws: `CancellationError` if the task was cancelled while it waited.
    func acquire(_ weight: Int) async throws -> Permit {
        let weight = min(weight, limit)
        let id = state.withLock { state in
            state.lastID += 1
            return state.lastID
        }
        let granted = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let verdict: Bool? = state.withLock { state in
                    if state.gone.remove(id) != nil { return false }
                    guard state.waiters.isEmpty, state.free >= weight else {
                        state.waiters.append(Waiter(id: id, weight: weight, continuation: continuation))
                        return nil
                    }
                    state.free -= weight
                    return true
                }
                if let verdict { continuation.resume(returning: verdict) }
            }
        } onCancel: {
            leave(id)
        }
        state.withLock { _ = $0.gone.remove(id) }
        guard granted else { throw CancellationError() }
        return Permit(self, weight)
    }

    private func leave(_ id: Int) {
        let waiter: Waiter? = state.withLock { state in
            guard let place = state.waiters.firstIndex(where: { $0.id == id }) else {
                state.gone.insert(id)
                return nil
            }
            return state.waiters.remove(at: place)
        }
        waiter?.continuation.resume(returning: false)
        admitWaiters()
    }

    private func giveBack(_ weight: Int) {
        state.withLock { $0.free += weight }
        admitWaiters()
    }

    private func admitWaiters() {
        let admitted: [Waiter] = state.withLock { state in
            var admitted: [Waiter] = []
            while let first = state.waiters.first, state.free >= first.weight {
                state.free -= first.weight
                admitted.append(state.waiters.removeFirst())
            }
            return admitted
        }
        for waiter in admitted { waiter.continuation.resume(returning: true) }
    }
}
