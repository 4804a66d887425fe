public import Logging
import Refinement
import Synchronization

/// What is measured and told of all requests, from the start of the process to its end.
public final class Telemetry: Sendable {
    /// What happens seldom.
    private let metrics = Mutex(MetricStore())
    private let routes = Mutex<[String: RouteFigures]>([:])
    private let upstreams = Mutex<[String: UpstreamFigures]>([:])
    /// What is measured of requests that no route answers.
    let unrouted = RouteFigures(route: "none")
    /// Spans that wait to be exported, nil where nobody collects them.
    let spans: SpanQueue?
    /// Told a line of every request.
    let logger: Logger
    /// When all began.
    let start = WallClock()

    /// Nothing measured yet.
    ///
    /// - Parameters:
    ///   - logger: Told a line of every request.
    ///   - exportsSpans: Whether spans are kept for `exportSpans(with:)`.
    public init(logger: Logger, exportsSpans: Bool = false) {
        self.logger = logger
        spans = exportsSpans ? SpanQueue() : nil
    }

    /// Notes measurements, all of them or none in the same scrape.
    func measure(_ note: (inout MetricStore) -> Void) { metrics.withLock { note(&$0) } }

    /// What is measured of the route with this pattern.
    func figures(ofRoute route: String) -> RouteFigures {
        routes.withLock { routes in
            if let known = routes[route] { return known }
            let new = RouteFigures(route: route)
            routes[route] = new
            return new
        }
    }

    /// What is measured of calls to the model server of that name, one of those that are configured.
    func figures(ofUpstream name: String) -> UpstreamFigures {
        upstreams.withLock { upstreams in
            if let known = upstreams[name] { return known }
            let new = UpstreamFigures(upstream: name)
            upstreams[name] = new
            return new
        }
    }

    /// What has been measured so far.
    var measured: MetricStore {
        var store = metrics.withLock { $0 }
        unrouted.write(to: &store)
        for route in routes.withLock({ Array($0.values) }) { route.write(to: &store) }
        for upstream in upstreams.withLock({ Array($0.values) }) { upstream.write(to: &store) }
        return store
    }

    /// The pauses before a failed export is tried again; after the last one its spans are dropped.
    private static let exportBackoff: [Duration] = [.seconds(1), .seconds(5)]
    /// How often there is a look for spans to export.
    private static let exportInterval: Duration = .seconds(1)

    /// How long one export may take, and all that is left at the end together.
    private static let exportTimeout: Duration = .seconds(5)

    /// Exports spans as they come, until the task is cancelled; then what is left, once, in `exportTimeout`.
    ///
    /// - Parameter send: Sends a body in OTLP's JSON form to `/v1/traces` in that time; throws if it was not taken.
    public func exportSpans(
        version: String, with send: @Sendable ([UInt8], Duration) async throws -> Void
    ) async {
        guard let spans else { return }
        while !Task.isCancelled {
            try? await Task.sleep(for: Self.exportInterval)
            while !Task.isCancelled, case let batch = spans.next(), !batch.isEmpty {
                let isTaken = await export(batch, version, pauses: Self.exportBackoff) {
                    try await send($0, Self.exportTimeout)
                }
                // At the end nothing waits for a collector that does not answer.
                if !isTaken, Task.isCancelled { return spans.loseAll() }
            }
        }
        let end = ContinuousClock.now + Self.exportTimeout
        while case let batch = spans.next(), !batch.isEmpty {
            let isTaken = await export(batch, version, pauses: []) { body in
                let left = ContinuousClock.now.duration(to: end)
                guard left > .zero else { throw CancellationError() }
                try await send(body, left)
            }
            if !isTaken { return spans.loseAll() }
        }
    }

    /// Sends one batch, again after each of the pauses if it was not taken; false if it was lost.
    private func export(
        _ batch: [Span], _ version: String, pauses: [Duration], _ send: ([UInt8]) async throws -> Void
    ) async -> Bool {
        let body = Span.export(batch, version: version)
        var pauses = pauses[...]
        while true {
            do {
                try await send(body)
                return true
            } catch {
                guard let pause = pauses.popFirst(), !Task.isCancelled else {
                    spans?.lose(batch.count)
                    logger.warning("spans dropped", metadata: ["spans": "\(batch.count)", "error": "\(error)"])
                    return false
                }
                try? await Task.sleep(for: pause)
            }
        }
    }
}
