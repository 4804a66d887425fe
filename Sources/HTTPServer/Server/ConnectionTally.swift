import Synchronization

/// Counts the open connections, all and of each client, and tells who waits for the last of them to be gone.
final class ConnectionTally: Sendable {
    private struct State {
        var open = 0
        var perClient: [ClientAddress: Int] = [:]
        var waiters: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())

    var open: Int { state.withLock { $0.open } }

    /// Counts a connection, of `client` if there is one; false if that has `limit` already.
    func enter(_ client: ClientAddress?, limit: Int?) -> Bool {
        state.withLock { state in
            if let client, let limit {
                guard state.perClient[client, default: 0] < limit else { return false }
                state.perClient[client, default: 0] += 1
            }
            state.open += 1
            return true
        }
    }

    /// Counts a connection no more.
    func leave(_ client: ClientAddress?) {
        let waiters = state.withLock { state in
            state.open -= 1
            if let client, let count = state.perClient[client] {
                state.perClient[client] = count > 1 ? count - 1 : nil
            }
            guard state.open == 0 else { return [CheckedContinuation<Void, Never>]() }
            defer { state.waiters = [] }
            return state.waiters
        }
        for waiter in waiters { waiter.resume() }
    }

    /// Returns once no connection is open.
    func empty() async {
        await withCheckedContinuation { continuation in
            let isEmpty = state.withLock { state in
                if state.open > 0 { state.waiters.append(continuation) }
                return state.open == 0
            }
            if isEmpty { continuation.resume() }
        }
    }
}
