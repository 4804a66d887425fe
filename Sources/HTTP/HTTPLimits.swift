/// Every bound the HTTP layer keeps, in one place and with its unit.
public struct HTTPLimits: Sendable, Equatable {
    /// Bytes of a request head, from the first byte read to its last CRLF (431 beyond).
    public var maxHeadBytes = 32 * 1024
    /// Field lines of a head, and likewise of a trailer section (431 beyond).
    public var maxFields = 100
    /// Bytes of a request target (414 beyond).
    public var maxTargetBytes = 8 * 1024
    /// Bytes of a method (501 beyond).
    public var maxMethodBytes = 32
    /// Empty lines tolerated before a request line (400 beyond).
    public var maxLeadingEmptyLines = 2
    /// Bytes of chunk extensions in one body, all chunks together (400 beyond).
    public var maxChunkExtensionBytes = 4 * 1024
    /// Bytes of a trailer section (431 beyond).
    public var maxTrailerBytes = 32 * 1024
    /// Bytes of content in one request (413 beyond).
    public var maxBodyBytes = 32 * 1024 * 1024
    /// Bytes of one event of an event stream.
    public var maxEventBytes = 8 * 1024 * 1024

    /// The defaults.
    public init() {}
}
