public import Logging
import Refinement
import Synchronization

/// What is measured and told of all requests, from the start of the process to its end.
public final class Telemetry: Sendable {
    private let metrics = Mutex(MetricStore())
    /// Spans that wait to be exported, nil where nobody collects them.
    let spans: SpanQueue?
    /// Told a line of every request.
    let logger: Logger

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

    /// What has been measured so far.
    var measured: MetricStore { metrics.withLock { $0 } }

    /// The pauses before a failed export is tried again; after the last one its spans are dropped.
    private static let exportBackoff: [Duration] = [.seconds(1), .seconds(5)]
    /// How often there is a look for spans to export.
    private static let exportInterval: Duration = .seconds(1)

    /// Exports spans as they come, until the task is cancelled; then what is left, once.
    ///
    /// - Parameter send: Sends a body in OTLP's JSON form to `/v1/traces`; throws if it was not taken.
    public func exportSpans(version: String, with send: @Sendable ([UInt8]) async throws -> Void) async {
        guard let spans else { return }
        while !Task.isCancelled {
            try? await Task.sleep(for: Self.exportInterval)
            while case let batch = spans.next(), !batch.isEmpty {
                await export(batch, version, attempts: Self.exportBackoff, send)
            }
        }
    }

    private func export(
        _ batch: [Span], _ version: String, attempts: [Duration], _ send: @Sendable ([UInt8]) async throws -> Void
    ) async {
        let body = Span.export(batch, version: version)
        for pause in attempts + [.zero] {
            do {
                return try await send(body)
            } catch {
                if pause == .zero || Task.isCancelled {
                    spans?.lose(batch.count)
                    logger.warning("spans dropped", metadata: ["spans": "\(batch.count)", "error": "\(error)"])
                    return
                }
                try? await Task.sleep(for: pause)
            }
        }
    }
}
