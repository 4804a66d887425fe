import Synchronization

/// The last answer to a question that may be asked by many at once: one of them asks, the others wait for what it hears.
final class SharedAnswer<Value: Sendable>: Sendable {
    private struct State {
        var last: (value: Value, at: ContinuousClock.Instant)?
        var isBeingAsked = false
        var waiters: [AsyncStream<Void>.Continuation] = []
    }

    private enum Step {
        case known(Value)
        case ask
        case wait(AsyncStream<Void>)
    }

    private let state = Mutex(State())

    /// The answer, asked for with `ask` unless there is one that is not older than `age`.
    ///
    /// - Throws: what `ask` throws, to whom asked; `CancellationError` if the task was cancelled.
    func value(notOlderThan age: Duration, _ ask: () async throws -> Value) async throws -> Value {
        while true {
            switch step(age) {
            case .known(let value): return value
            case .wait(let end):
                for await _ in end {}
                try Task.checkCancellation()
            case .ask:
                defer { endAsking() }
                let value = try await ask()
                state.withLock { $0.last = (value, .now) }
                return value
            }
        }
    }

    private func step(_ age: Duration) -> Step {
        state.withLock { state in
            if let last = state.last, last.at.duration(to: .now) < age { return .known(last.value) }
            guard state.isBeingAsked else {
                state.isBeingAsked = true
                return .ask
            }
            let (end, ender) = AsyncStream<Void>.makeStream()
            state.waiters.append(ender)
            return .wait(end)
        }
    }

    private func endAsking() {
        let waiters = state.withLock { state in
            state.isBeingAsked = false
            defer { state.waiters = [] }
            return state.waiters
        }
        for waiter in waiters { waiter.finish() }
    }
}
