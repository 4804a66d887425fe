import JSON
import Refinement

/// How many tokens a proxied answer has cost, read from the end of what flows through.
///
/// Servers tell the usage last: in a JSON answer behind the choices, in a stream in the last event before `[DONE]`. So
/// only the last bytes are kept, and looked at once at the end. Without a figure there (a stream whose client did not ask
/// for one, or left) the tokens are estimated: four bytes of a request or an answer to a token, and an event of a stream
/// to a token.
struct UsageMeter {
    private static let tailBytes = 8 * 1024
    private static let bytesPerToken = 4
    private static let member = Array(#""usage""#.utf8)

    private let requestBytes: Int
    private let isStream: Bool
    private var tail: [UInt8] = []
    private var bytes = 0
    private var events = 0
    private var endedLine = false

    /// A meter of the answer to a request of so many bytes; `isStream` says that it is a stream of events.
    init(requestBytes: Int, isStream: Bool) {
        self.requestBytes = requestBytes
        self.isStream = isStream
    }

    /// Whether a call that was sent, and ended by this before its answer began, may have cost what its prompt costs: nobody
    /// waits for it any more, which is not to say that the server has not worked.
    static func isSpent(by error: any Error) -> Bool {
        switch error {
        case is CancellationError, ModelError.interrupted, ModelError.timedOut(stage: .firstByte),
            ModelError.timedOut(stage: .idle), ModelError.timedOut(stage: .total):
            true
        default: Task.isCancelled
        }
    }

    /// Looks at bytes that pass.
    mutating func pass(_ piece: [UInt8]) {
        bytes += piece.count
        if isStream { countEvents(piece) }
        tail += piece.suffix(Self.tailBytes)
        if tail.count > 2 * Self.tailBytes { tail.removeFirst(tail.count - Self.tailBytes) }
    }

    /// The tokens, as far as they are known.
    var tokens: Int {
        if let told { return told }
        return requestBytes / Self.bytesPerToken + (isStream ? events : bytes / Self.bytesPerToken)
    }

    /// A blank line ends an event.
    private mutating func countEvents(_ piece: [UInt8]) {
        for byte in piece where byte != UInt8(ascii: "\r") {
            let endsLine = byte == UInt8(ascii: "\n")
            if endsLine, endedLine { events += 1 }
            endedLine = endsLine && !endedLine
        }
    }

    /// What the last member `usage` that is an object says. Within a text the quotes would be escaped, so none is
    /// mistaken for it.
    private var told: Int? {
        var end = tail.count
        while let start = tail[..<end].lastRange(of: Self.member) {
            if let usage = object(from: start.upperBound) { return Self.total(usage) }
            end = start.lowerBound
        }
        return nil
    }

    /// The object that begins behind a colon; nil if there is none, or not all of it.
    private func object(from index: Int) -> JSON? {
        guard let open = tail[index...].firstIndex(where: { !": \t\r\n".utf8.contains($0) }),
            tail[open] == UInt8(ascii: "{")
        else { return nil }
        var depth = 0
        for index in open..<tail.count {
            if tail[index] == UInt8(ascii: "{") { depth += 1 }
            if tail[index] == UInt8(ascii: "}") { depth -= 1 }
            if depth == 0 { return try? JSON(parsing: Array(tail[open...index])) }
        }
        return nil
    }

    private static func total(_ usage: JSON) -> Int? {
        if let total = usage["total_tokens"]?.int { return max(0, total) }
        let input = usage["prompt_tokens"]?.int ?? usage["input_tokens"]?.int
        let output = usage["completion_tokens"]?.int ?? usage["output_tokens"]?.int
        guard input != nil || output != nil else { return nil }
        let (sum, overflows) = max(0, input ?? 0).addingReportingOverflow(max(0, output ?? 0))
        return overflows ? .max : sum
    }
}

extension ArraySlice<UInt8> {
    /// Where `needle` stands last.
    fileprivate func lastRange(of needle: [UInt8]) -> Range<Int>? {
        guard count >= needle.count else { return nil }
        for start in (startIndex...(endIndex - needle.count)).reversed()
        where self[start] == needle[0] && self[start..<start + needle.count].elementsEqual(needle) {
            return start..<start + needle.count
        }
        return nil
    }
}
