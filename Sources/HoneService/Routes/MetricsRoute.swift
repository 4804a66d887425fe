import HTTPServer
import HTTPTypes
import Upstream

/// `GET /metrics`: what has been measured, for Prometheus.
struct MetricsRoute: Route {
    let telemetry: Telemetry
    let fleet: Fleet
    let state: ServiceState

    func handle(_ request: Request, _ response: ResponseWriter, _ context: RequestContext) async throws {
        var metrics = telemetry.measured
        ProcessFigures.read().write(to: &metrics)
        metrics.set(.startTime, to: Double(telemetry.start.nanoseconds) / 1_000_000_000)
        metrics.set(.requestsInProgress, to: Double(state.requestsInProgress))
        if let connections = state.openConnections { metrics.set(.openConnections, to: Double(connections)) }
        for upstream in fleet.status { upstream.write(to: &metrics) }
        metrics.add(.spansDropped, [], Double(telemetry.spans?.dropped ?? 0))
        try await response.send(
            .ok, [.contentType: "text/plain; version=0.0.4; charset=utf-8"], body: Array(metrics.text.utf8))
    }
}

extension UpstreamStatus {
    /// Adds how much goes to the server now.
    fileprivate func write(to metrics: inout MetricStore) {
        metrics.set(.waiting, [name], to: Double(waiting))
        for replica in replicas {
            metrics.set(.inFlight, [name, replica.base], to: Double(replica.samplesInFlight))
            metrics.set(.replicaUp, [name, replica.base], to: replica.breaker == .open ? 0 : 1)
        }
    }
}
