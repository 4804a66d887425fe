/// Every span of time the server keeps.
public struct ServerTimeouts: Sendable, Equatable {
    /// From the first byte of a head to its last; 408 beyond.
    public var head = Duration.seconds(10)
    /// From the moment a handler first waits for a body to the body's last byte; 408 beyond.
    public var body = Duration.seconds(60)
    /// Between two requests, and before the first; the connection is closed without a word.
    public var idle = Duration.seconds(75)
    /// Without any byte of an answer being taken; the connection is broken off.
    public var writeStall = Duration.seconds(30)
    /// After the last answer, for the client to close.
    public var linger = Duration.seconds(2)
    /// From a client's FIN to the look whether it is still there, while its request is handled; who has left is noticed
    /// one round trip later.
    public var departureCheck = Duration.milliseconds(25)
    /// How long accepting rests when no descriptor is left.
    public var acceptPause = Duration.milliseconds(200)

    /// The defaults.
    public init() {}

    /// How often deadlines are looked at: they end at most an eighth of the shortest one late.
    var sweepInterval: Duration {
        let shortest = min(head, body, idle, writeStall, linger)
        return max(.milliseconds(5), min(.seconds(1), shortest / 8))
    }
}
