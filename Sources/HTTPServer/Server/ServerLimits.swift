public import HTTP

/// Every bound of the server that is not a time.
public struct ServerLimits: Sendable, Equatable {
    /// What a request may be.
    public var http = HTTPLimits()
    /// Bytes taken from a socket in one read.
    public var readBytes = 16 * 1024
    /// Bytes of body or of following requests kept while a handler does not ask for them; one read may exceed it.
    public var lookAheadBytes = 64 * 1024
    /// Unsent bytes of an answer above which `write` suspends.
    public var highWaterBytes = 64 * 1024
    /// Unsent bytes of an answer below which a suspended `write` goes on.
    public var lowWaterBytes = 16 * 1024
    /// Unsent bytes of an answer that the kernel keeps besides.
    public var kernelBytes = 256 * 1024
    /// Bytes dropped after the last answer of a connection before it is closed all the same.
    public var lingerBytes = 1024 * 1024
    /// Connections accepted before other work of the loop gets its turn.
    public var acceptsPerWake = 64
    /// Connections open at once; nil takes what the descriptor limit allows.
    public var maxConnections: Int?
    /// Connections open at once from one client: one IPv4 address, or one IPv6 network of 64 bits; nil means no limit.
    public var maxConnectionsPerClient: Int? = 1_024
    /// Whether clients on this machine count as well. As a rule they do not: a reverse proxy has many clients of its own.
    public var limitsLoopbackClients = false
    /// Descriptors left to the rest of the process when `maxConnections` is nil.
    public var reservedDescriptors = 512

    /// The defaults.
    public init() {}
}
