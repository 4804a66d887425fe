public import HTTP

/// A request whose head is complete; its body may still be on the way.
///
/// An object, because it goes through many asynchronous functions, each of which would else hold a copy of the head.
public final class Request: Sendable {
    /// Request line and fields.
    public let head: RequestHead
    /// The body, to be read once.
    public let body: RequestBody
    /// What the route's pattern took out of the path.
    public let captures: PathCaptures

    /// A request of these parts.
    init(head: RequestHead, body: RequestBody, captures: PathCaptures = PathCaptures()) {
        self.head = head
        self.body = body
        self.captures = captures
    }
}
