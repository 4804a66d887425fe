public import HTTP

/// A request whose head is complete; its body may still be on the way.
public struct Request: Sendable {
    /// Request line and fields.
    public var head: RequestHead
    /// The body, to be read once.
    public var body: RequestBody
    /// What the route's pattern took out of the path.
    public var captures = PathCaptures()
}
