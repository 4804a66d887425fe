/// Where a span stands in a distributed trace: what the field `traceparent` says (W3C Trace Context §3.2).
struct TraceContext: Sendable, Hashable {
    /// The trace, 32 lower-case hexadecimal digits.
    let traceID: String
    /// The span, 16 lower-case hexadecimal digits.
    let spanID: String
    /// Whether the caller may have recorded its part of the trace.
    let isSampled: Bool

    private static let version = "00"
    private static let fieldLength = 55

    /// The beginning of a trace of its own.
    init() {
        traceID = Self.random(digits: 32)
        spanID = Self.random(digits: 16)
        isSampled = true
    }

    private init(traceID: String, spanID: String, isSampled: Bool) {
        self.traceID = traceID
        self.spanID = spanID
        self.isSampled = isSampled
    }

    /// What a caller's field says; nil if it is not one that the specification lets continue.
    init?(parsing field: String) {
        // A later version may be longer, and is read as far as this one goes (§3.2.4, versioning).
        let parts = field.split(separator: "-", omittingEmptySubsequences: false).map(String.init)
        guard parts.count >= 4, field.utf8.count == Self.fieldLength || parts[0] != Self.version, parts[0] != "ff",
            Self.isHexadecimal(parts[0], digits: 2), Self.isHexadecimal(parts[1], digits: 32),
            Self.isHexadecimal(parts[2], digits: 16), Self.isHexadecimal(parts[3], digits: 2),
            parts[1].contains(where: { $0 != "0" }), parts[2].contains(where: { $0 != "0" }),
            let flags = UInt8(parts[3], radix: 16)
        else { return nil }
        self.init(traceID: parts[1], spanID: parts[2], isSampled: flags & 1 == 1)
    }

    /// A new span below this one.
    func child() -> TraceContext {
        TraceContext(traceID: traceID, spanID: Self.random(digits: 16), isSampled: isSampled)
    }

    /// The field that tells a server of this span.
    var traceparent: String { "\(Self.version)-\(traceID)-\(spanID)-\(isSampled ? "01" : "00")" }

    private static func isHexadecimal(_ text: String, digits: Int) -> Bool {
        text.utf8.count == digits
            && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
    }

    /// Random digits, never all zero: that would mean that there is none.
    private static func random(digits: Int) -> String {
        var text = ""
        repeat {
            text = String((newIdentifier("") + newIdentifier("")).prefix(digits))
        } while text.allSatisfy { $0 == "0" }
        return text
    }
}
