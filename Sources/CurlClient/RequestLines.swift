import HTTP
import HTTPTypes

/// A request's method and fields as they may go to libcurl, which would send a CR LF in them as it is.
struct RequestLines: Equatable {
    /// A token (RFC 9110 §5.6.2).
    let method: String
    /// `name: value` each, bytes as they go on the wire, without line end but with a NUL behind each.
    private(set) var text: [UInt8] = []
    /// How many there are.
    private(set) var count = 0

    /// Checks a request and leaves out what belongs to the connection or is libcurl's to say: the hop-by-hop fields of
    /// RFC 9110 §7.6.1, Host, Content-Length, Expect, and Accept-Encoding because bodies are passed on undecoded.
    /// - Throws: `CurlError.invalidMethod`, `CurlError.invalidField`.
    init(method: HTTPRequest.Method, fields: HTTPFields) throws(CurlError) {
        guard HTTPRequest.Method(method.rawValue) != nil, method != .connect else {
            throw .invalidMethod(method.rawValue)
        }
        self.method = method.rawValue
        text.reserveCapacity(Self.usualBytes)
        try fields.forEachEndToEnd { field throws(CurlError) in
            guard !Self.isDropped(field.name) else { return }
            try field.withUnsafeBytesOfValue { value throws(CurlError) in
                // A name is a token by its type; a value may have been made without a look at what is in it.
                try append(name: field.name.rawName, value: value)
            }
        }
        // `Name:` is libcurl's way to say that it must not add the field itself.
        if !fields.contains(.accept) { append("Accept:") }
        if !fields.contains(.contentType) { append("Content-Type:") }
        append("Expect:")
    }

    /// Appends one line for libcurl, whose spelling of a field with an empty value is `Name;`.
    /// - Throws: `CurlError.invalidField` when the value holds a control byte.
    private mutating func append(name: String, value: UnsafeBufferPointer<UInt8>) throws(CurlError) {
        for byte in value where !byte.isFieldValueByte { throw .invalidField(name: name) }
        text += name.utf8
        if value.isEmpty {
            text.append(UInt8(ascii: ";"))
        } else {
            text += ": ".utf8
            text += value
        }
        endLine()
    }

    private mutating func append(_ line: String) {
        text += line.utf8
        endLine()
    }

    private mutating func endLine() {
        text.append(0)
        count += 1
    }

    /// One line as libcurl gets it, without the NUL.
    /// - Throws: `CurlError.invalidField` when the name is not a token or the value holds a control byte.
    static func line(name: String, value: [UInt8]) throws(CurlError) -> [UInt8] {
        guard isToken(name) else { throw .invalidField(name: name) }
        var lines = RequestLines()
        try value.withUnsafeBufferPointer { value throws(CurlError) in try lines.append(name: name, value: value) }
        return Array(lines.text.dropLast())
    }

    private init() { method = "" }

    private static func isToken(_ name: String) -> Bool {
        !name.isEmpty && name.utf8.allSatisfy(\.isTokenCharacter)
    }

    private static func isDropped(_ name: HTTPField.Name) -> Bool {
        switch name {
        case .httpHost, .contentLength, .expect, .acceptEncoding: true
        default: false
        }
    }

    /// Room made at first, which most requests do not exceed.
    private static let usualBytes = 512
}
