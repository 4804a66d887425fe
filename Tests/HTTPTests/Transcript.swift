import HTTP
import HTTPTypes

/// What a decoder said about a connection's bytes, in a form that does not show how they were cut.
struct Transcript: Equatable, CustomStringConvertible {
    private(set) var lines: [String] = []
    private(set) var heads: [RequestHead] = []
    private(set) var error: HTTPError?

    var description: String { lines.joined(separator: " | ") }

    /// Feeds the pieces one by one, then the end of the connection when `ends`.
    init(_ pieces: [[UInt8]], limits: HTTPLimits = HTTPLimits(), ends: Bool = true) {
        var decoder = RequestDecoder(limits: limits)
        do throws(HTTPError) {
            for piece in pieces {
                decoder.append(piece)
                while let event = try decoder.next() { take(event) }
            }
            if ends { try decoder.finish() }
        } catch {
            self.error = error
            lines.append("\(error.status.code) \(error)")
        }
    }

    /// The text delivered whole.
    init(_ text: String, limits: HTTPLimits = HTTPLimits(), ends: Bool = true) {
        self.init([Array(text.utf8)], limits: limits, ends: ends)
    }

    static func == (left: Transcript, right: Transcript) -> Bool {
        left.lines == right.lines
    }

    private mutating func take(_ event: RequestDecoder.Event) {
        switch event {
        case .head(let head):
            heads.append(head)
            let query = head.target.query.map { "?\($0)" } ?? ""
            lines.append(
                "\(head.method) \(head.target.path)\(query) \(head.version) \(head.framing)"
                    + (head.keepsAlive ? "" : " closes") + (head.expectsContinue ? " expects" : "")
                    + (head.refusal.map { " refused \($0)" } ?? "")
                    + head.fields.map { " \($0.name.canonicalName)=\($0.value)" }.joined())
        case .body(let bytes):
            let text = String(decoding: bytes, as: UTF8.self)
            if let last = lines.last, last.hasPrefix("body ") {
                lines[lines.count - 1] = last + text
            } else {
                lines.append("body \(text)")
            }
        case .end:
            lines.append("end")
        }
    }
}

/// Every way of cutting that the tests try: whole, byte by byte, and in two at each place (of a short text) or in threes.
func deliveries(of bytes: [UInt8]) -> [[[UInt8]]] {
    var result = [[bytes], bytes.map { [$0] }]
    if bytes.count <= 200 {
        for cut in bytes.indices { result.append([Array(bytes[..<cut]), Array(bytes[cut...])]) }
    } else {
        result.append(
            stride(from: 0, to: bytes.count, by: 3).map { Array(bytes[$0..<min($0 + 3, bytes.count)]) })
    }
    return result
}
