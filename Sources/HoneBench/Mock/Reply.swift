/// The bytes of an answer, made once and sent many times.
enum Reply: Sendable {
    /// The body of a plain answer.
    case plain([UInt8])
    /// The events of a stream, in the pieces in which they are written.
    case stream([[UInt8]])
}
