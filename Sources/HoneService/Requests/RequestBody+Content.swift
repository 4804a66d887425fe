import HTTP
import HTTPServer
import HTTPTypes
import JSON
import OpenAI

extension Request {
    /// What the body is, by its one Content-Type; nil if there is none.
    ///
    /// - Throws: `ServiceError.mediaType` if it stands twice or cannot be read.
    func mediaType() throws(ServiceError) -> MediaType? {
        guard let value = head.fields.value(of: .contentType) else { return nil }
        if value == "application/json" { return .json }
        // What stands twice is a list, which no media type is.
        guard let type = MediaType(parsing: value) else { throw .mediaType(expected: "of one media type") }
        return type
    }

    /// The body as a JSON object.
    ///
    /// - Parameter limit: The most bytes that it may have.
    /// - Throws: `ServiceError.mediaType` if it does not say that it is JSON, `RequestError.invalidJSON` if it is not.
    func jsonBody(upTo limit: Int) async throws -> JSONOutline {
        guard try mediaType()?.isJSON == true, head.fields[.contentEncoding] == nil else {
            throw ServiceError.mediaType(expected: "application/json, without a Content-Encoding")
        }
        let bytes = try await body.collect(upTo: limit)
        return try await awayFromLoop(bytes.count) { try Self.outline(bytes) }
    }

    static func outline(_ bytes: [UInt8]) throws(RequestError) -> JSONOutline {
        do {
            return try JSONOutline(bytes)
        } catch {
            throw .invalidJSON(error)
        }
    }
}

extension MediaType {
    /// Whether this is `application/json` or another type with JSON's syntax (RFC 6839 §3.1).
    var isJSON: Bool { type == "application" && (subtype == "json" || subtype.hasSuffix("+json")) }

    /// Whether this is the type of plain text.
    var isPlainText: Bool { type == "text" && subtype == "plain" }

    /// Whether this is what `curl -d` says of any text.
    var isCurlDefault: Bool { type == "application" && subtype == "x-www-form-urlencoded" }
}
