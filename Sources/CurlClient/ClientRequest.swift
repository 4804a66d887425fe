public import HTTPTypes

/// One call to an upstream.
public struct ClientRequest: Sendable {
    /// The method; CONNECT is refused.
    public var method: HTTPRequest.Method
    /// Where to.
    public var url: UpstreamURL
    /// The fields to send, less those that belong to the connection (see `RequestLines`).
    public var fields: HTTPFields
    /// The body; empty means none, but POST, PUT and PATCH then say `Content-Length: 0`.
    public var body: [UInt8]
    /// How long to wait for what.
    public var timeouts: Timeouts

    /// Creates a request.
    public init(
        method: HTTPRequest.Method = .get,
        url: UpstreamURL,
        fields: HTTPFields = [:],
        body: [UInt8] = [],
        timeouts: Timeouts = Timeouts()
    ) {
        self.method = method
        self.url = url
        self.fields = fields
        self.body = body
        self.timeouts = timeouts
    }
}
