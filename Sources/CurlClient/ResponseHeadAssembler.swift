import HTTP
import HTTPTypes

/// Makes the head of the final response from the lines libcurl reports one by one, trailers and 1xx heads included.
struct ResponseHeadAssembler {
    private enum Position { case beforeStatusLine, inFields, afterHead }

    private static let version = Array("HTTP/1.".utf8)

    /// Room made for fields at first, which most answers do not exceed.
    private static let usualFieldCount = 8

    private let limit: Int
    private var received = 0
    private var position = Position.beforeStatusLine
    private var status = HTTPResponse.Status(code: 0)
    private var fields = HTTPFields()
    /// The last field, held back because the next line may continue it (obs-fold, RFC 9112 §5.2).
    private var pending: HTTPField?
    private let names: FieldNames

    /// An assembler that takes at most `limit` bytes of lines, and knows names by `names`.
    init(limit: Int, names: FieldNames = FieldNames()) {
        self.limit = limit
        self.names = names
    }

    /// Takes one line with its line end; gives the head with the empty line that ends the final response's.
    mutating func append(_ line: UnsafeRawBufferPointer) throws(CurlError) -> ReceivedHead? {
        received += line.count
        guard received <= limit else { throw .headTooLarge(limit: limit) }
        let content = Self.withoutLineEnd(line)
        switch position {
        case .beforeStatusLine:
            status = try Self.status(of: content)
            fields.reserveCapacity(Self.usualFieldCount)
            position = .inFields
            return nil
        case .inFields:
            return content.isEmpty ? try finishHead() : try field(content)
        case .afterHead:
            return nil  // Trailers: nobody asked for them (RFC 9110 §6.5.1 lets a recipient drop them).
        }
    }

    private mutating func finishHead() throws(CurlError) -> ReceivedHead? {
        try commit()
        guard status.code != 101 else { throw .malformedResponse(.unexpectedUpgrade) }
        guard status.code >= 200 else {
            fields = HTTPFields()
            position = .beforeStatusLine
            return nil
        }
        position = .afterHead
        return ReceivedHead(status: status, fields: fields)
    }

    private mutating func field(_ content: UnsafeRawBufferPointer) throws(CurlError) -> ReceivedHead? {
        if content[0] == UInt8(ascii: " ") || content[0] == UInt8(ascii: "\t") {
            guard let begun = pending else { throw .malformedResponse(.fieldLine) }
            let value = begun.withUnsafeBytesOfValue { Array($0) } + [UInt8(ascii: " ")] + Self.trimmed(content)
            let field = value.withUnsafeBytes { HTTPField(name: begun.name, received: $0) }
            guard let field else { throw .malformedResponse(.fieldLine) }
            pending = field
            return nil
        }
        try commit()
        guard
            let colon = content.firstIndex(of: UInt8(ascii: ":")),
            let name = names.name(UnsafeRawBufferPointer(rebasing: content[..<colon]))
        else { throw .malformedResponse(.fieldLine) }
        let value = Self.trimmed(UnsafeRawBufferPointer(rebasing: content[(colon + 1)...]))
        guard let field = HTTPField(name: name, received: value) else { throw .malformedResponse(.fieldLine) }
        pending = field
        return nil
    }

    private mutating func commit() throws(CurlError) {
        guard let field = pending else { return }
        // libcurl goes by one of two lengths; who goes by the other sees a second response (RFC 9112 §6.3).
        if field.name == .contentLength, let first = fields[.contentLength], first != field.value {
            throw .malformedResponse(.framing)
        }
        fields.append(field)
        pending = nil
    }

    /// `HTTP/1.1 200 OK`; the reason phrase is dropped, as nothing may depend on it (RFC 9112 §4).
    private static func status(of line: UnsafeRawBufferPointer) throws(CurlError) -> HTTPResponse.Status {
        let space = UInt8(ascii: " ")
        let afterVersion = Self.version.count + 1
        guard line.count >= afterVersion + 4, line.starts(with: Self.version), line[afterVersion] == space else {
            throw .malformedResponse(.statusLine)
        }
        let digits = line[(afterVersion + 1)..<(afterVersion + 4)]
        let end = afterVersion + 4
        guard digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
            end == line.count || line[end] == space
        else { throw .malformedResponse(.statusLine) }
        let code = digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
        guard code >= 100 else { throw .malformedResponse(.statusLine) }
        return HTTPResponse.Status(code: code)
    }

    private static func withoutLineEnd(_ line: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        var end = line.endIndex
        if end > 0, line[end - 1] == UInt8(ascii: "\n") { end -= 1 }
        if end > 0, line[end - 1] == UInt8(ascii: "\r") { end -= 1 }
        return UnsafeRawBufferPointer(rebasing: line[..<end])
    }

    private static func trimmed(_ bytes: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
        let start = bytes.firstIndex { !isBlank($0) } ?? bytes.endIndex
        let end = bytes.lastIndex { !isBlank($0) }.map { $0 + 1 } ?? start
        return UnsafeRawBufferPointer(rebasing: bytes[start..<end])
    }
}
