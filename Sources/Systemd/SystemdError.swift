/// What can be wrong with what a service manager hands over.
public enum SystemdError: Error, Sendable, Hashable, CustomStringConvertible {
    /// `LISTEN_FDS` is no number.
    case malformedCount(String)
    /// More or fewer sockets than the one that is wanted.
    case wrongCount(Int)

    /// One sentence.
    public var description: String {
        switch self {
        case .malformedCount(let text): "LISTEN_FDS must be a number, not '\(text)'"
        case .wrongCount(let count): "LISTEN_FDS hands over \(count) sockets, and only one can be served"
        }
    }
}
