/// Something a script tells its test.
enum UpstreamEvent: Equatable, Sendable {
    /// A whole request, as it was on the wire.
    case request(String)
    /// The peer closed its side.
    case closed(at: ContinuousClock.Instant)
    /// The peer takes no more bytes for now.
    case blocked
    /// A wait in the script took too long.
    case late
}
