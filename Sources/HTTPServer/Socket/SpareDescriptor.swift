import Glibc

/// A descriptor kept in reserve: when none is left, giving it up lets one waiting client be accepted and closed,
/// so that it sees an end instead of hanging in the backlog.
struct SpareDescriptor: ~Copyable {
    private var descriptor: Int32

    init() {
        descriptor = Self.reserve()
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    /// Accepts one connection in place of the spare and closes it.
    mutating func turnOneAway(from acceptor: any Acceptor) {
        if descriptor >= 0 { close(descriptor) }
        if case .accepted(let stranger, _) = acceptor.accept() { close(stranger) }
        descriptor = Self.reserve()
    }

    private static func reserve() -> Int32 {
        open("/dev/null", O_RDONLY | O_CLOEXEC)
    }
}
