import HTTPTypes

/// The field names worth recognising without making strings of them: those that steer the connection and those that
/// nearly every request carries.
struct KnownField {
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
        let all: [KnownField] = [
            Self(.httpHost, .host), Self(.contentLength, .contentLength), Self(.transferEncoding, .transferEncoding),
            Self(.connection, .connection), Self(.expect, .expect),
            Self(.accept), Self(.acceptEncoding), Self(.acceptLanguage), Self(.authorization), Self(.cacheControl),
            Self(.contentEncoding), Self(.contentType), Self(.cookie), Self(.date), Self(.ifModifiedSince),
            Self(.ifNoneMatch), Self(.origin), Self(.range), Self(.referer), Self(.te), Self(.trailer), Self(.upgrade),
            Self(.userAgent), Self(.via), Self(.traceparent), Self(.tracestate),
        ]
        let longest = all.map(\.canonicalBytes.count).max() ?? 0
        return (0...longest).map { length in all.filter { $0.canonicalBytes.count == length } }
    }()
}
