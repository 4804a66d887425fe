/// Reads one HTTP/1.1 answer after the other from the bytes of a connection, just closely enough to know where each
/// ends. Pure; no code of Hone's, so that what is measured does not measure itself.
struct ResponseReader {
    /// Where the answer stands after some bytes.
    enum Progress: Equatable {
        case unfinished
        case finished
        case broken(String)
    }

    private enum Phase {
        case head
        case length(remaining: Int)
        case chunkSize(Int)
        case chunkData(remaining: Int)
        /// The end of line after a chunk.
        case chunkEnd
        /// The lines after the last chunk, up to an empty one; how long the current one is.
        case trailers(lineLength: Int)
        case untilClose
    }

    private static let maxHeadBytes = 64 * 1024

    private var phase = Phase.head
    private var head: [UInt8] = []
    /// The status of the answer, once its head is there.
    private(set) var status = 0
    /// Whether the server closes the connection after this answer.
    private(set) var closes = false

    /// Whether nothing of an answer has come yet.
    var isIdle: Bool { if case .head = phase { head.isEmpty } else { false } }

    /// Gets ready for the next answer.
    mutating func reset() { self = ResponseReader() }

    /// Takes bytes of one answer; `body` gets its content.
    mutating func read(_ bytes: UnsafeRawBufferPointer, body: (UnsafeRawBufferPointer) -> Void) -> Progress {
        var rest = bytes
        if case .head = phase {
            let known = head.count
            head += bytes
            guard let end = Self.endOfHead(in: head, from: max(0, known - 3)) else {
                return head.count > Self.maxHeadBytes ? .broken("endless head") : .unfinished
            }
            if let problem = readHead(end) { return .broken(problem) }
            rest = UnsafeRawBufferPointer(rebasing: bytes[(end - known)...])
            head = []
            if case .length(remaining: 0) = phase { return rest.isEmpty ? .finished : .broken("surplus bytes") }
        }
        return readBody(rest, body)
    }

    /// The server has closed the connection.
    mutating func closed() -> Progress {
        if case .untilClose = phase { return .finished }
        return .broken(isIdle ? "closed before the answer" : "closed within the answer")
    }

    private mutating func readBody(
        _ bytes: UnsafeRawBufferPointer, _ body: (UnsafeRawBufferPointer) -> Void
    ) -> Progress {
        var place = 0
        while place < bytes.count {
            switch phase {
            case .head:
                return .broken("surplus bytes")
            case .untilClose:
                body(UnsafeRawBufferPointer(rebasing: bytes[place...]))
                return .unfinished
            case .length(let remaining), .chunkData(let remaining):
                let count = min(remaining, bytes.count - place)
                body(UnsafeRawBufferPointer(rebasing: bytes[place..<(place + count)]))
                place += count
                if case .chunkData = phase {
                    phase = count < remaining ? .chunkData(remaining: remaining - count) : .chunkEnd
                } else {
                    phase = .length(remaining: remaining - count)
                    if count == remaining { return place == bytes.count ? .finished : .broken("surplus bytes") }
                }
            case .chunkEnd:
                if bytes[place] == UInt8(ascii: "\n") { phase = .chunkSize(0) }
                place += 1
            case .chunkSize(let size):
                if let digit = Self.hexDigit(bytes[place]) {
                    guard size < 1 << 40 else { return .broken("endless chunk") }
                    phase = .chunkSize(size * 16 + digit)
                } else if bytes[place] == UInt8(ascii: "\n") {
                    phase = size > 0 ? .chunkData(remaining: size) : .trailers(lineLength: 0)
                } else if bytes[place] != UInt8(ascii: "\r") {
                    return .broken("malformed chunk")
                }
                place += 1
            case .trailers(let length):
                let byte = bytes[place]
                place += 1
                if byte == UInt8(ascii: "\n") {
                    if length == 0 { return place == bytes.count ? .finished : .broken("surplus bytes") }
                    phase = .trailers(lineLength: 0)
                } else if byte != UInt8(ascii: "\r") {
                    phase = .trailers(lineLength: length + 1)
                }
            }
        }
        return .unfinished
    }

    /// Learns from the head how the body ends; what is wrong with it, if something is.
    private mutating func readHead(_ end: Int) -> String? {
        guard head.starts(with: Self.version), end > Self.version.count + 5 else { return "no HTTP" }
        status = Self.number(head[(Self.version.count + 2)..<end]) ?? 0
        guard status >= 100 else { return "no HTTP" }
        phase = status == 204 || status == 304 ? .length(remaining: 0) : .untilClose
        for line in head[..<end].split(separator: UInt8(ascii: "\n")).dropFirst() {
            if let value = Self.value(of: Self.contentLength, in: line) {
                guard let length = Self.number(value) else { return "malformed length" }
                phase = .length(remaining: length)
            } else if Self.value(of: Self.transferEncoding, in: line) != nil {
                phase = .chunkSize(0)
            } else if let value = Self.value(of: Self.connection, in: line) {
                closes = value.starts(with: Self.close)
            }
        }
        if case .untilClose = phase { closes = true }
        return nil
    }

    private static let version = Array("HTTP/1.".utf8)
    private static let contentLength = Array("content-length:".utf8)
    private static let transferEncoding = Array("transfer-encoding:".utf8)
    private static let connection = Array("connection:".utf8)
    private static let close = Array("close".utf8)

    /// What follows `name`, which is in lower case and has its colon, if the line begins with it.
    private static func value(of name: [UInt8], in line: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        guard line.count >= name.count, zip(line, name).allSatisfy({ $0 == $1 || $0 | 0x20 == $1 }) else { return nil }
        return line.dropFirst(name.count).drop { $0 == UInt8(ascii: " ") }
    }

    /// The number that the bytes begin with.
    private static func number(_ bytes: ArraySlice<UInt8>) -> Int? {
        let digits = bytes.prefix { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
        guard !digits.isEmpty, digits.count < 16 else { return nil }
        return digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
    }

    private static func hexDigit(_ byte: UInt8) -> Int? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): Int(byte - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"): Int(byte - UInt8(ascii: "a")) + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): Int(byte - UInt8(ascii: "A")) + 10
        default: nil
        }
    }

    private static func endOfHead(in bytes: [UInt8], from start: Int) -> Int? {
        let (cr, lf) = (UInt8(ascii: "\r"), UInt8(ascii: "\n"))
        var place = start
        while place + 4 <= bytes.count {
            if bytes[place] == cr, bytes[place + 1] == lf, bytes[place + 2] == cr, bytes[place + 3] == lf {
                return place + 4
            }
            place += 1
        }
        return nil
    }
}
