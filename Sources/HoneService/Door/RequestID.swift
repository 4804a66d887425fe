import HTTPTypes

/// The name of a request, by which client, Hone and logs mean the same one.
enum RequestID {
    private static let maxBytes = 128

    /// The client's own name for it, if that can be shown anywhere, else a new one.
    static func of(_ fields: HTTPFields) -> String {
        guard let own = fields[.requestID], (1...maxBytes).contains(own.utf8.count),
            own.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
        else { return newIdentifier("req_") }
        return own
    }

    /// Tells the client: in `X-Request-Id`, or in a field of Hone's own where a model server has told its own name there.
    static func tell(_ id: String, in fields: inout HTTPFields) {
        fields[fields.contains(.requestID) ? .honeRequestID : .requestID] = id
    }
}
