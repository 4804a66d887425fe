/// Takes connections off a listening socket, one by one; tests put failing ones in its place.
protocol Acceptor: Sendable {
    func accept() -> AcceptOutcome
}

/// What one attempt to take a connection gave.
enum AcceptOutcome: Sendable, Equatable {
    /// A connected, non-blocking socket that the caller owns now, and who is at its other end.
    case accepted(descriptor: Int32, client: ClientAddress?)
    /// Nobody is waiting.
    case wouldBlock
    /// This one went away or the call was interrupted; the next may do.
    case retry
    /// No descriptor or no memory is left: try again later.
    case exhausted(errno: Int32)
}
