import HTTPTypes

/// The field names worth recognising without making strings of them: those that steer the connection and those that
/// nearly every request carries.
final class KnownField: Sendable {
    /// What a field means to the connection itself.
    enum Role {
        case none, host, contentLength, transferEncoding, connection, expect
    }

    private let canonicalBytes: [UInt8]
    let name: HTTPField.Name
    let role: Role

    private init(_ name: HTTPField.Name, _ role: Role = .none) {
        self.canonicalBytes = Array(name.canonicalName.utf8)
        self.name = name
        self.role = role
    }

    /// The field that `bytes` name, in any case; nil when it is none of ours.
    static func named(_ bytes: Span<UInt8>) -> KnownField? {
        guard bytes.count < byLength.count else { return nil }
        for field in byLength[bytes.count] where field.matches(bytes) { return field }
        return nil
    }

    private func matches(_ bytes: Span<UInt8>) -> Bool {
        for index in 0..<bytes.count where bytes[index].lowercased != canonicalBytes[index] { return false }
        return true
    }

    /// Index = length of the name; few names share one, so that a look-up compares at most a handful of bytes.
    private static let byLength: [[KnownField]] = {
        let common: [KnownField] = [
            KnownField(.httpHost, .host), KnownField(.contentLength, .contentLength),
            KnownField(.transferEncoding, .transferEncoding),
            KnownField(.connection, .connection), KnownField(.expect, .expect),
            KnownField(.accept), KnownField(.acceptEncoding), KnownField(.acceptLanguage), KnownField(.authorization),
            KnownField(.cacheControl),
            KnownField(.contentEncoding), KnownField(.contentType), KnownField(.cookie), KnownField(.date),
            KnownField(.ifModifiedSince),
            KnownField(.ifNoneMatch), KnownField(.origin), KnownField(.range), KnownField(.referer), KnownField(.te),
            KnownField(.trailer), KnownField(.upgrade),
            KnownField(.userAgent), KnownField(.via), KnownField(.traceparent), KnownField(.tracestate),
        ]
        let others = [
            "keep-alive", "forwarded", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip",
            "x-request-id", "hone-method",
            // What the official OpenAI clients send with every request.
            "openai-organization", "openai-project", "x-stainless-lang", "x-stainless-package-version",
            "x-stainless-os", "x-stainless-arch", "x-stainless-runtime", "x-stainless-runtime-version",
            "x-stainless-async", "x-stainless-retry-count", "x-stainless-read-timeout",
        ].compactMap(HTTPField.Name.init(_:)).map { KnownField($0) }
        let all = common + others
        let longest = all.map(\.canonicalBytes.count).max() ?? 0
        return (0...longest).map { length in all.filter { $0.canonicalBytes.count == length } }
    }()
}
