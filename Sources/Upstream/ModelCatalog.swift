import Refinement
import Synchronization

/// Which models a server has, as it last said; asked by one task at a time.
final class ModelCatalog: Sendable {
    private struct State {
        var names: Set<String>?
        /// Why it did not tell when it was last asked.
        var failure: ModelError?
        var lastAsked: ContinuousClock.Instant?
        var isBeingAsked = false
        var waiters: [AsyncStream<Void>.Continuation] = []
    }

    private enum Step {
        case known(Set<String>)
        case failed(ModelError)
        case ask
        case wait(AsyncStream<Void>)
    }

    private let state = Mutex(State())

    /// Whether the server has named such a model.
    func knows(_ name: String) -> Bool { state.withLock { $0.names?.contains(name) ?? false } }

    /// Whether the server is being asked.
    var isBeingAsked: Bool { state.withLock { $0.isBeingAsked } }

    /// Notes what the server has said.
    func note(_ names: [String], at now: ContinuousClock.Instant = .now) {
        state.withLock { state in
            state.names = Set(names)
            state.failure = nil
            state.lastAsked = now
        }
    }

    /// The models that the server has, asked for with `ask` if it last was longer ago than `age`.
    ///
    /// A server that does not tell has the models that it told last.
    /// - Throws: `ModelError` if it has never told, or `CancellationError` if the task was cancelled.
    func names(
        notOlderThan age: Duration, _ ask: @Sendable () async throws -> [String]
    ) async throws -> Set<String> {
        while true {
            switch step(notOlderThan: age) {
            case .known(let names): return names
            case .failed(let error): throw error
            case .wait(let end):
                for await _ in end {}
                try Task.checkCancellation()
            case .ask:
                defer { endAsking() }
                do {
                    note(try await ask())
                } catch let error as ModelError {
                    state.withLock { state in
                        state.failure = error
                        state.lastAsked = .now
                    }
                }
            }
        }
    }

    private func step(notOlderThan age: Duration) -> Step {
        state.withLock { state in
            if let last = state.lastAsked, last.duration(to: .now) < age {
                if let names = state.names { return .known(names) }
                if let failure = state.failure { return .failed(failure) }
            }
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
