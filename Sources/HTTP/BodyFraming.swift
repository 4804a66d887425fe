/// How the end of a request's body is found (RFC 9112 §6.3).
public enum BodyFraming: Sendable, Hashable {
    /// Neither Content-Length nor Transfer-Encoding: there is no body.
    case none
    /// Content-Length, in bytes; may be 0.
    case length(Int)
    /// `Transfer-Encoding: chunked`.
    case chunked

    /// Whether at least one byte of body or of chunk framing follows the head.
    public var hasBody: Bool {
        switch self {
        case .none, .length(0): false
        case .length, .chunked: true
        }
    }
}
