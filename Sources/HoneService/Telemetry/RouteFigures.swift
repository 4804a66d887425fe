import HTTPTypes
import Synchronization

/// What is measured of the requests of one route. Every request counts here, so it is kept apart from the store of all
/// metrics, where each series would have to be looked up by its labels.
final class RouteFigures: Sendable {
    private struct State {
        /// How often each status went out; none for clients that left before there was one.
        var requests: [(status: Int?, count: Int)] = []
        var seconds = Histogram(of: .requestSeconds)
        var overhead = Histogram(of: .overheadSeconds)
    }

    /// The route's pattern.
    let route: String
    private let state = Mutex(State())

    /// No requests yet.
    init(route: String) { self.route = route }

    /// Counts a request: the status that went out, its time in all, and that in which no call was under way.
    func count(_ status: HTTPResponse.Status?, total: Duration, overhead: Duration) {
        state.withLock { state in
            if let index = state.requests.firstIndex(where: { $0.status == status?.code }) {
                state.requests[index].count += 1
            } else {
                state.requests.append((status?.code, 1))
            }
            state.seconds.add(total.inSeconds)
            state.overhead.add(overhead.inSeconds)
        }
    }

    /// Writes the route's series.
    func write(to store: inout MetricStore) {
        let state = state.withLock { $0 }
        guard !state.requests.isEmpty else { return }
        for (status, count) in state.requests {
            store.add(.requests, [route, status.map(String.init) ?? "none"], Double(count))
        }
        store.set(.requestSeconds, [route], to: state.seconds)
        store.set(.overheadSeconds, [route], to: state.overhead)
    }
}
