public import HTTPTypes

/// A request line and its fields, checked: whoever holds one need not ask again whether it was well formed.
public struct RequestHead: Sendable {
    /// The method, case-sensitive.
    public var method: HTTPRequest.Method
    /// What is asked for.
    public var target: RequestTarget
    /// The version of the request.
    public var version: HTTPVersion
    /// The fields in their order; repeated ones stay apart, obs-text bytes survive in the values.
    public var fields: HTTPFields
    /// How the body ends.
    public var framing: BodyFraming
    /// Whether the client allows another request on the connection (RFC 9112 §9.3); HTTP/1.0 never does here.
    public var keepsAlive: Bool
    /// Whether the client waits for `100 Continue` before it sends a body (never true for HTTP/1.0 or without a body).
    public var expectsContinue: Bool
    /// What must be answered instead of handling the request, although the connection's framing is intact:
    /// `.unknownMethod` (501) or `.unmetExpectation` (417).
    public var refusal: HTTPError?

    /// A head made of its parts.
    public init(
        method: HTTPRequest.Method, target: RequestTarget, version: HTTPVersion = .http11, fields: HTTPFields = [:],
        framing: BodyFraming = .none, keepsAlive: Bool = true, expectsContinue: Bool = false,
        refusal: HTTPError? = nil
    ) {
        self.method = method
        self.target = target
        self.version = version
        self.fields = fields
        self.framing = framing
        self.keepsAlive = keepsAlive
        self.expectsContinue = expectsContinue
        self.refusal = refusal
    }
}
