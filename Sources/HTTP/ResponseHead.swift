public import HTTPTypes

/// A status line and fields on their way out (RFC 9112 §4, §6).
///
/// The fields that frame the message or steer the connection are this type's business: Connection, Content-Length, Date,
/// Keep-Alive, Trailer, Transfer-Encoding and Upgrade among `fields` are not sent.
public struct ResponseHead: Sendable {
    /// How the client finds the end of the body.
    public enum Framing: Sendable, Hashable {
        /// Content-Length, in bytes.
        case length(Int)
        /// `Transfer-Encoding: chunked`; only for HTTP/1.1 clients.
        case chunked
        /// The end of the connection; for streams to HTTP/1.0 clients, together with `closes`.
        case untilClose
    }

    /// The status; its reason phrase is sent when it has one.
    public var status: HTTPResponse.Status
    /// The fields, in the order to send.
    public var fields: HTTPFields
    /// The framing of the body, or for HEAD that of the answer to GET; ignored where the status forbids content.
    public var framing: Framing
    /// Whether to say `Connection: close`.
    public var closes: Bool

    /// A head made of its parts.
    public init(status: HTTPResponse.Status, fields: HTTPFields = [:], framing: Framing, closes: Bool = false) {
        self.status = status
        self.fields = fields
        self.framing = framing
        self.closes = closes
    }

    /// The interim response that asks for the body (RFC 9110 §10.1.1).
    public static let continueBytes = Array("HTTP/1.1 100 Continue\r\n\r\n".utf8)

    /// Whether a response of this status to a request of this method carries content (RFC 9112 §6.3).
    public static func allowsContent(_ status: HTTPResponse.Status, to method: HTTPRequest.Method) -> Bool {
        method != .head && status.kind != .informational && ![204, 205, 304].contains(status.code)
    }

    /// Appends the head's bytes to `output`.
    ///
    /// `date` is the value of Date (`HTTPDate`), nil to send none. Throws `.unsendable` when a value holds a control
    /// character; `output` is then as before.
    public func encode(into output: inout [UInt8], date: [UInt8]?) throws(HTTPError) {
        let start = output.count
        do throws(HTTPError) {
            try encodeStatusLine(into: &output)
            for field in fields where !Self.isOwnBusiness(field.name) {
                output.append(text: field.name.rawName)
                output.append(UInt8(ascii: ":"))
                output.append(.space)
                try Self.append(field, to: &output)
                output.append(.carriageReturn)
                output.append(.lineFeed)
            }
            encodeFraming(into: &output)
            if let date, status.kind != .informational {
                output.append("Date: ")
                output.append(contentsOf: date)
                output.append("\r\n")
            }
            if closes { output.append("Connection: close\r\n") }
            output.append("\r\n")
        } catch {
            output.removeSubrange(start...)
            throw error
        }
    }

    private func encodeStatusLine(into output: inout [UInt8]) throws(HTTPError) {
        output.append("HTTP/1.1 ")
        output.append(text: String(status.code))
        output.append(.space)
        for byte in status.usualReasonPhrase.utf8 {
            guard byte.isFieldValueByte else { throw .unsendable(byte: byte) }
            output.append(byte)
        }
        output.append("\r\n")
    }

    /// RFC 9110 §8.6, RFC 9112 §6.1: neither framing field with 1xx and 204; none needed with 304.
    private func encodeFraming(into output: inout [UInt8]) {
        if status.kind == .informational || status.code == 204 || status.code == 304 { return }
        switch framing {
        case _ where status.code == 205:
            output.append("Content-Length: 0\r\n")
        case .length(let length):
            output.append("Content-Length: ")
            output.append(text: String(length))
            output.append("\r\n")
        case .chunked:
            output.append("Transfer-Encoding: chunked\r\n")
        case .untilClose:
            break
        }
    }

    private static func append(_ field: HTTPField, to output: inout [UInt8]) throws(HTTPError) {
        let invalid = field.withUnsafeBytesOfValue { bytes -> UInt8? in
            for byte in bytes where !byte.isFieldValueByte { return byte }
            output.append(contentsOf: bytes)
            return nil
        }
        if let invalid { throw .unsendable(byte: invalid) }
    }

    private static func isOwnBusiness(_ name: HTTPField.Name) -> Bool {
        // Few names have the length of one of ours, and comparing seven strings for every field takes its time.
        switch name.canonicalName.utf8.count {
        case 4: name == .date
        case 7: name == .trailer || name == .upgrade
        case 10: name == .connection || name == .keepAlive
        case 14: name == .contentLength
        case 17: name == .transferEncoding
        default: false
        }
    }
}
