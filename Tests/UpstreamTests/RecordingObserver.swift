import HTTPTypes
import JSON
import Refinement
import Synchronization
import Upstream

/// Writes down in words what it is told of every call.
final class RecordingObserver: CallObserver {
    private let noted = Mutex<[[String]]>([])
    private let endings = Mutex<[CallProgress]>([])

    /// What each call was told, in order.
    var calls: [[String]] { noted.withLock { $0 } }

    /// How the calls ended.
    var ended: [CallProgress] { endings.withLock { $0 } }

    func begin(model: String?, samples: Int) -> any ObservedCall {
        let place = noted.withLock { noted in
            noted.append(["\(model ?? "-") ×\(samples)"])
            return noted.count - 1
        }
        return Call(observer: self, place: place)
    }

    private struct Call: ObservedCall {
        let observer: RecordingObserver
        let place: Int

        var fields: HTTPFields { [HTTPField.Name("Traceparent")!: "00-\(place)"] }

        var wantsUsage: Bool { true }

        func note(_ event: CallEvent) {
            if case .ended(let progress) = event { observer.endings.withLock { $0.append(progress) } }
            observer.noted.withLock { $0[place].append(words(for: event)) }
        }

        private func words(for event: CallEvent) -> String {
            switch event {
            case .queued(let upstream): "queued \(upstream)"
            case .sent(let upstream, _, let attempt): "sent \(upstream) \(attempt)"
            case .answered(let status): "answered \(status)"
            case .failed(_, nil): "failed"
            case .failed(_, _?): "failed, again"
            case .ended: "ended"
            }
        }
    }
}
