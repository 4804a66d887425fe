public import HTTPTypes

/// How an error looks to the client; the status comes from the error itself.
public struct ErrorAnswer: Sendable {
    /// Fields beside those that the server writes; Content-Type belongs here.
    public var fields: HTTPFields
    /// The body.
    public var body: [UInt8]

    /// An answer made of its parts.
    public init(fields: HTTPFields, body: [UInt8]) {
        self.fields = fields
        self.body = body
    }

    /// The error's reason as one line of plain text.
    public static func plainText(_ error: ServerError) -> ErrorAnswer {
        ErrorAnswer(
            fields: [.contentType: "text/plain; charset=utf-8"], body: Array("\(error.reason)\n".utf8))
    }
}
