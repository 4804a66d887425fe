/// The two versions of HTTP/1 that behave differently; a later minor version counts as 1.1 (RFC 9110 §2.5).
public enum HTTPVersion: Sendable, Hashable {
    /// HTTP/1.0: no transfer codings, no interim responses, one request per connection.
    case http10
    /// HTTP/1.1.
    case http11
}
