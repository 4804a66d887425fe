import HTTP

/// What the connection's state machine wants done; bytes to send are in its output instead.
enum ConnectionAction {
    /// Start the handler for the request with this number.
    case handle(RequestHead, exchange: Int)
    /// Answer the current request with this error.
    case refuse(ServerError, exchange: Int)
    /// Cancel the handler's task: nobody waits for its answer.
    case cancelHandler
    /// Send FIN and go on reading, so that a reset cannot take the last answer from the client (RFC 9112 §9.6).
    case shutdownWriting
    /// Close the socket; with a reset when the end of the connection must not look like the end of a body.
    case close(withReset: Bool)
}
