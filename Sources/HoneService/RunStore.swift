import JSON
import Synchronization

/// The last runs, in memory, bounded by number and by bytes; the oldest go first.
final class RunStore: Sendable {
    private struct State {
        var runs: [String: (text: [UInt8], owner: String?)] = [:]
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

    /// The JSON text of a run, if it is still remembered and was made by the same key, or by none where there is none.
    func text(of id: String, for key: String?) -> [UInt8]? {
        guard let run = state.withLock({ $0.runs[id] }), run.owner == key else { return nil }
        return run.text
    }

    /// Remembers a run that was made with the key of this name.
    func add(_ record: RunRecord, of key: String?) {
        let text = JSON.object(record.json([.samples, .trace])).utf8
        state.withLock { state in
            state.runs[record.id] = (text, key)
            state.order.append(record.id)
            state.bytes += text.count
            while state.runs.count > maxRuns || state.bytes > maxBytes, state.first < state.order.count {
                state.bytes -= state.runs.removeValue(forKey: state.order[state.first])?.text.count ?? 0
                state.first += 1
            }
            guard state.first > maxRuns else { return }
            state.order.removeFirst(state.first)
            state.first = 0
        }
    }
}
