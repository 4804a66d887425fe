import Synchronization

/// What the calls of a draw send to it, in order, for one reader; what has come while it was busy it gets at once.
///
/// An `AsyncStream` would do the same, but every element that goes through one costs as much as reading a short sample.
final class SampleArrivals: Sendable {
    private struct State {
        var waiting: [SampleArrival] = []
        var reader: CheckedContinuation<[SampleArrival], Never>?
        /// Whether the reader's task has been cancelled.
        var isClosed = false

        /// Takes the reader that waits, if there is something for it.
        mutating func takeReader() -> (reader: CheckedContinuation<[SampleArrival], Never>, arrivals: [SampleArrival])?
        {
            guard isClosed || !waiting.isEmpty, let reader else { return nil }
            self.reader = nil
            return (reader, takeAll())
        }

        /// What has come.
        mutating func takeAll() -> [SampleArrival] {
            defer { waiting = [] }
            return waiting
        }
    }

    private let state = Mutex(State())

    /// Sends something to the reader.
    func send(_ arrival: SampleArrival) {
        change { $0.waiting.append(arrival) }
    }

    /// All that has come since the last call, waiting for the first; nothing once the task is cancelled.
    func next() async -> [SampleArrival] {
        await withTaskCancellationHandler {
            await withCheckedContinuation { reader in
                change { $0.reader = reader }
            }
        } onCancel: {
            change { $0.isClosed = true }
        }
    }

    /// Changes the state, and wakes the reader if there is something for it then.
    private func change(_ body: (inout sending State) -> Void) {
        let woken = state.withLock { state in
            body(&state)
            return state.takeReader()
        }
        if let woken { woken.reader.resume(returning: woken.arrivals) }
    }
}
