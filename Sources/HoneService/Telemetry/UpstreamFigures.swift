import Synchronization

/// What is measured of the calls to one model server. Every call counts here, so it is kept apart from the store of all
/// metrics, where each series would have to be looked up by its labels.
final class UpstreamFigures: Sendable {
    /// How a call has ended.
    enum Outcome: String, CaseIterable {
        case answered, failed, cancelled
    }

    private struct State {
        var queue = Histogram(of: .queueSeconds)
        var firstByte = Histogram(of: .firstByteSeconds)
        var calls = Histogram(of: .callSeconds)
        var outcomes: [Outcome: Int] = [:]
    }

    /// The name of the server.
    let upstream: String
    private let state = Mutex(State())

    /// No calls yet.
    init(upstream: String) { self.upstream = upstream }

    /// A call has waited so long for its turn.
    func sent(after wait: Duration) { state.withLock { $0.queue.add(wait.inSeconds) } }

    /// The head of an answer came so long after the attempt.
    func answered(after wait: Duration) { state.withLock { $0.firstByte.add(wait.inSeconds) } }

    /// A call is over; `duration` counts from its first attempt, if there was one.
    func ended(_ outcome: Outcome, after duration: Duration?) {
        state.withLock { state in
            state.outcomes[outcome, default: 0] += 1
            if let duration { state.calls.add(duration.inSeconds) }
        }
    }

    /// Writes the server's series.
    func write(to store: inout MetricStore) {
        let state = state.withLock { $0 }
        for outcome in Outcome.allCases {
            guard let count = state.outcomes[outcome] else { continue }
            store.add(.calls, [upstream, outcome.rawValue], Double(count))
        }
        for (family, histogram) in [
            (MetricFamily.queueSeconds, state.queue), (.firstByteSeconds, state.firstByte), (.callSeconds, state.calls),
        ] where histogram.count > 0 {
            store.set(family, [upstream], to: histogram)
        }
    }
}
