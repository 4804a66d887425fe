/// Whoever wants to know what a descriptor is ready for; the calls come on the descriptor's loop.
protocol ReadinessObserver: AnyObject, Sendable {
    /// There is something to read or to accept.
    nonisolated func becameReadable()
    /// The peer has sent its last byte; told only while that is what is watched for.
    nonisolated func sendsNoMore()
    /// Bytes can be sent again.
    nonisolated func becameWritable()
    /// The connection is broken, or shut in both directions.
    nonisolated func hungUp()
}
