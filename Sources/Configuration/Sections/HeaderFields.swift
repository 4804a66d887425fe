import HTTPTypes

/// `headers`: what every request to a server carries.
enum HeaderFields {
    /// Fields that Hone sets itself, or that only a connection's two ends can agree on.
    private static let reserved = [
        "authorization", "host", "content-length", "content-type", "transfer-encoding", "connection", "upgrade", "te",
        "keep-alive", "trailer", "expect",
    ]

    static func read(_ value: ValueReader, mayAuthorize: Bool = false) -> HTTPFields {
        var fields = HTTPFields()
        for (name, value) in value.names(of: "header values")?.all ?? [] {
            guard let fieldName = HTTPField.Name(name) else {
                value.refuse(.conflict("this is no name of a header"))
                continue
            }
            guard !reserved.contains(fieldName.canonicalName) || mayAuthorize && fieldName == .authorization else {
                let isKey = fieldName == .authorization
                value.refuse(
                    .conflict(
                        isKey ? "a key is given with 'key_env' or 'key_file'" : "Hone sets this header itself"))
                continue
            }
            guard let text = value.string() else { continue }
            guard HTTPField.isValidValue(text) else {
                value.refuse(expected: "a header's value: printable, on one line")
                continue
            }
            fields.append(HTTPField(name: fieldName, value: text))
        }
        return fields
    }
}
