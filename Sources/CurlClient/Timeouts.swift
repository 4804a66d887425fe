/// How long each part of a call may take; every part has its own error.
public struct Timeouts: Hashable, Sendable {
    /// Look-up, TCP and TLS of a new connection (libcurl's own clock, whole milliseconds, at least one).
    public var connect: Duration
    /// From the call to the end of the response head, connecting and waiting for a free connection included.
    public var firstByte: Duration
    /// Silence of the upstream inside the body; not counted while the reader is behind and the transfer is paused.
    public var idle: Duration
    /// From the call to the end of the body, pauses included.
    public var total: Duration

    /// Creates timeouts; the defaults suit a model server that answers a long prompt.
    public init(
        connect: Duration = .seconds(5),
        firstByte: Duration = .seconds(120),
        idle: Duration = .seconds(60),
        total: Duration = .seconds(600)
    ) {
        self.connect = connect
        self.firstByte = firstByte
        self.idle = idle
        self.total = total
    }
}
