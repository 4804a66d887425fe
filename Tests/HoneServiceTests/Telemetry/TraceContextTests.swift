import Testing

@testable import HoneService

struct TraceContextTests {
    private static let trace = "4bf92f3577b34da6a3ce929d0e0e4736"
    private static let span = "00f067aa0ba902b7"

    @Test func continuesTheCallersTrace() throws {
        let caller = try #require(TraceContext(parsing: "00-\(Self.trace)-\(Self.span)-01"))
        let own = caller.child()
        #expect(own.traceID == Self.trace)
        #expect(own.spanID != Self.span)
        #expect(own.traceparent == "00-\(Self.trace)-\(own.spanID)-01")
    }

    @Test func keepsTheCallersDecisionNotToRecord() throws {
        let caller = try #require(TraceContext(parsing: "00-\(Self.trace)-\(Self.span)-00"))
        #expect(caller.child().traceparent.hasSuffix("-00"))
    }

    @Test func readsLaterVersionsAsFarAsItKnowsThem() {
        #expect(TraceContext(parsing: "cc-\(Self.trace)-\(Self.span)-01-what-will-be")?.traceID == Self.trace)
    }

    @Test(arguments: [
        "", "00", "00-\(trace)-\(span)", "ff-\(trace)-\(span)-01", "00-\(trace)-\(span)-01-x",
        "00-\(trace.uppercased())-\(span)-01", "00-00000000000000000000000000000000-\(span)-01",
        "00-\(trace)-0000000000000000-01", "00-\(trace)-\(span)-0", "00-\(trace.dropLast())-\(span)-011",
        "0x-\(trace)-\(span)-01", "00-\(trace)-\(span)-+1",
    ])
    func ignoresWhatIsNoTraceparent(field: String) {
        #expect(TraceContext(parsing: field) == nil)
    }

    @Test func beginsATraceOfItsOwn() {
        let one = TraceContext()
        #expect(TraceContext(parsing: one.traceparent) == one)
        #expect(one.traceID != TraceContext().traceID)
    }
}
