import Synchronization

/// Spans that wait to be exported: as many as there is room for, the newest are dropped first.
final class SpanQueue: Sendable {
    private struct State {
        var spans: [Span] = []
        var dropped = 0
    }

    /// Spans that wait at most.
    static let capacity = 16_384
    /// Spans of one export.
    static let batch = 512

    private let state = Mutex(State())

    /// Adds spans.
    func add(_ spans: [Span]) {
        state.withLock { state in
            let room = max(0, Self.capacity - state.spans.count)
            state.spans += spans.prefix(room)
            state.dropped += max(0, spans.count - room)
        }
    }

    /// Takes the oldest spans out, at most a batch of them.
    func next() -> [Span] {
        state.withLock { state in
            let batch = Array(state.spans.prefix(Self.batch))
            state.spans.removeFirst(batch.count)
            return batch
        }
    }

    /// Gives all up that wait.
    func loseAll() {
        state.withLock { state in
            state.dropped += state.spans.count
            state.spans = []
        }
    }

    /// Notes that so many could not be exported.
    func lose(_ count: Int) { state.withLock { $0.dropped += count } }

    /// How many were dropped.
    var dropped: Int { state.withLock { $0.dropped } }
}
