import JSON
import Testing

@testable import HoneService

struct SpanTests {
    private func span(error: String? = nil) -> Span {
        Span(
            context: TraceContext(), parentID: "00f067aa0ba902b7", name: "call", kind: .client,
            start: 1_700_000_000_000_000_001, end: 1_700_000_000_000_000_002,
            attributes: ["a": "text", "b": 7, "c": 0.5, "d": true], error: error)
    }

    @Test func isWrittenAsTheProtocolHasIt() throws {
        let span = span(error: "broken")
        let body = try JSON(parsing: Span.export([span], version: "1.2"))
        let resource = try #require(body["resourceSpans"]?.array?.first)
        let written = try #require(resource["scopeSpans"]?.array?.first?["spans"]?.array?.first)
        #expect(written["traceId"]?.string == span.context.traceID)
        #expect(written["parentSpanId"] == "00f067aa0ba902b7")
        #expect(written["kind"] == 3)
        #expect(written["startTimeUnixNano"] == "1700000000000000001")
        #expect(
            written["attributes"] == [
                ["key": "a", "value": ["stringValue": "text"]], ["key": "b", "value": ["intValue": "7"]],
                ["key": "c", "value": ["doubleValue": 0.5]], ["key": "d", "value": ["boolValue": true]],
            ])
        #expect(written["status"] == ["code": 2, "message": "broken"])
        #expect(
            resource["resource"]?["attributes"]?.array?.first
                == ["key": "service.name", "value": ["stringValue": "hone"]])
    }

    @Test func sayNothingOfAStatusThatIsGood() { #expect(span().json["status"] == nil) }

    @Test func waitInAQueueThatHasAnEnd() {
        let queue = SpanQueue()
        queue.add(Array(repeating: span(), count: SpanQueue.capacity + 3))
        #expect(queue.dropped == 3)
        #expect(queue.next().count == SpanQueue.batch)
    }
}
