import JSON
import Logging
import Synchronization
import Testing

@testable import HoneService

struct SpanExportTests {
    private static func telemetry(spans: Int) -> Telemetry {
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let telemetry = Telemetry(logger: logger, exportsSpans: true)
        let span = Span(
            context: TraceContext(), parentID: nil, name: "call", kind: .client, start: 1, end: 2, attributes: [:],
            error: nil)
        telemetry.spans?.add(Array(repeating: span, count: spans))
        return telemetry
    }

    private struct Dead: Error {}

    private final class Count: Sendable {
        let value = Mutex(0)
    }

    @Test func givesUpAtTheEndWhenTheCollectorIsDead() async {
        let telemetry = Self.telemetry(spans: 5 * SpanQueue.batch)
        let sent = Count()
        await withTaskGroup(of: Void.self) { group in
            group.cancelAll()
            group.addTask {
                await telemetry.exportSpans(version: "1") { _, _ in
                    sent.value.withLock { $0 += 1 }
                    throw Dead()
                }
            }
        }
        #expect(sent.value.withLock { $0 } == 1)
        #expect(telemetry.spans?.dropped == 5 * SpanQueue.batch)
    }

    @Test func exportsWhatIsLeftAtTheEnd() async {
        let telemetry = Self.telemetry(spans: 3 * SpanQueue.batch)
        let sent = Count()
        await withTaskGroup(of: Void.self) { group in
            group.cancelAll()
            group.addTask {
                await telemetry.exportSpans(version: "1") { _, time in
                    sent.value.withLock { $0 += 1 }
                    #expect(time <= .seconds(5))
                }
            }
        }
        #expect(sent.value.withLock { $0 } == 3)
        #expect(telemetry.spans?.dropped == 0)
    }
}
