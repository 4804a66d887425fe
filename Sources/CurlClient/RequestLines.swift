import HTTP
import HTTPTypes

/// A request's method and fields as they may go to libcurl, which would send a CR LF in them as it is.
struct RequestLines: Equatable {
    /// A token (RFC 9110 §5.6.2).
    let method: String
    /// `name: value` each, bytes as they go on the wire, without line end or NUL.
    let lines: [[UInt8]]

    /// Checks a request and leaves out what belongs to the connection or is libcurl's to say: the hop-by-hop fields of
    /// RFC 9110 §7.6.1, Host, Content-Length, Expect, and Accept-Encoding because bodies are passed on undecoded.
    /// - Throws: `CurlError.invalidMethod`, `CurlError.invalidField`.
    init(method: HTTPRequest.Method, fields: HTTPFields) throws(CurlError) {
        guard HTTPRequest.Method(method.rawValue) != nil, method != .connect else {
            throw .invalidMethod(method.rawValue)
        }
        self.method = method.rawValue
        let forwarded = fields.removingHopByHop()
        var lines: [[UInt8]] = []
        lines.reserveCapacity(forwarded.count + 3)
        for field in forwarded where !Self.dropped.contains(field.name) {
            lines.append(
                try field.withUnsafeBytesOfValue { value throws(CurlError) in
                    try Self.line(name: field.name.rawName, value: value)
                })
        }
        // `Name:` is libcurl's way to say that it must not add the field itself.
        if fields[.accept] == nil { lines.append(Array("Accept:".utf8)) }
        if fields[.contentType] == nil { lines.append(Array("Content-Type:".utf8)) }
        lines.append(Array("Expect:".utf8))
        self.lines = lines
    }

    /// One line for libcurl, whose spelling of a field with an empty value is `Name;`.
    /// - Throws: `CurlError.invalidField` when the name is not a token or the value holds a control byte.
    static func line(name: String, value: some Collection<UInt8>) throws(CurlError) -> [UInt8] {
        guard HTTPField.Name(name) != nil, HTTPField.isValidValue(value) else { throw .invalidField(name: name) }
        guard !value.isEmpty else { return Array("\(name);".utf8) }
        return Array("\(name): ".utf8) + value
    }

    private static let dropped: Set<HTTPField.Name> = [.httpHost, .contentLength, .expect, .acceptEncoding]
}
