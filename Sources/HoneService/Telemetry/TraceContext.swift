/// Where a span stands in a distributed trace: what the field `traceparent` says (W3C Trace Context §3.2).
///
/// Identifiers are kept as numbers: most requests show theirs to nobody.
struct TraceContext: Sendable, Hashable {
    private let trace: Trace
    private let span: UInt64
    /// Whether the caller may have recorded its part of the trace.
    let isSampled: Bool

    /// The 128 bits of a trace.
    private struct Trace: Hashable {
        let high: UInt64
        let low: UInt64

        var isZero: Bool { high | low == 0 }
    }

    private static let version = "00"
    private static let fieldLength = 55

    /// The beginning of a trace of its own.
    init() {
        // All zero would mean that there is none; the same for spans.
        trace = Trace(high: RandomWords.next(), low: max(RandomWords.next(), 1))
        span = max(RandomWords.next(), 1)
        isSampled = true
    }

    private init(trace: Trace, span: UInt64, isSampled: Bool) {
        self.trace = trace
        self.span = span
        self.isSampled = isSampled
    }

    /// What a caller's field says; nil if it is not one that the specification lets continue.
    init?(parsing field: String) {
        // A later version may be longer, and is read as far as this one goes (§3.2.4, versioning).
        let parts = field.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count >= 4, field.utf8.count == Self.fieldLength || parts[0] != Self.version, parts[0] != "ff",
            Self.number(parts[0], digits: 2) != nil, parts[1].utf8.count == 32,
            let high = Self.number(parts[1].prefix(16), digits: 16),
            let low = Self.number(parts[1].suffix(16), digits: 16),
            let span = Self.number(parts[2], digits: 16), let flags = Self.number(parts[3], digits: 2)
        else { return nil }
        let trace = Trace(high: high, low: low)
        guard !trace.isZero, span != 0 else { return nil }
        self.init(trace: trace, span: span, isSampled: flags & 1 == 1)
    }

    /// A new span below this one.
    func child() -> TraceContext {
        TraceContext(trace: trace, span: max(RandomWords.next(), 1), isSampled: isSampled)
    }

    /// The trace, 32 lower-case hexadecimal digits.
    var traceID: String { Hexadecimal.text(trace.high, trace.low) }

    /// The span, 16 lower-case hexadecimal digits.
    var spanID: String { Hexadecimal.text(span) }

    /// The field that tells a server of this span.
    var traceparent: String {
        String(unsafeUninitializedCapacity: Self.fieldLength) { bytes in
            var end = bytes.update(fromContentsOf: "\(Self.version)-".utf8)
            end = Hexadecimal.write(trace.high, digits: 16, to: bytes, at: end)
            end = Hexadecimal.write(trace.low, digits: 16, to: bytes, at: end)
            bytes[end] = UInt8(ascii: "-")
            end = Hexadecimal.write(span, digits: 16, to: bytes, at: end + 1)
            for byte in (isSampled ? "-01" : "-00").utf8 {
                bytes[end] = byte
                end += 1
            }
            return end
        }
    }

    /// A number that is written with exactly so many lower-case digits.
    private static func number(_ text: Substring, digits: Int) -> UInt64? {
        let isHexadecimal = text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
        return text.utf8.count == digits && isHexadecimal ? UInt64(text, radix: 16) : nil
    }
}
