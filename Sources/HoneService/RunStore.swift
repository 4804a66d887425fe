import JSON
import Synchronization

/// The last runs, in memory, bounded by number and by bytes; the oldest go first.
final class RunStore: Sendable {
    private struct State {
        var runs: [String: [UInt8]] = [:]
        var order: [String] = []
        var first = 0
        var bytes = 0
    }

    private let maxRuns: Int
    private let maxBytes: Int
    private let state = Mutex(State())

    init(maxRuns: Int = ServiceLimits.maxRuns, maxBytes: Int = ServiceLimits.maxRunBytes) {
        self.maxRuns = maxRuns
        self.maxBytes = maxBytes
    }

    /// The JSON text of a run, if it is still remembered.
    subscript(id: String) -> [UInt8]? { state.withLock { $0.runs[id] } }

    /// Remembers a run.
    func add(_ record: RunRecord) {
        let text = JSON.object(record.json([.samples, .trace])).utf8
        state.withLock { state in
            state.runs[record.id] = text
            state.order.append(record.id)
            state.bytes += text.count
            while state.runs.count > maxRuns || state.bytes > maxBytes, state.first < state.order.count {
                state.bytes -= state.runs.removeValue(forKey: state.order[state.first])?.count ?? 0
                state.first += 1
            }
            guard state.first > maxRuns else { return }
            state.order.removeFirst(state.first)
            state.first = 0
        }
    }
}
