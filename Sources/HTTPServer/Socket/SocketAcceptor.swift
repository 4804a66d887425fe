import CSystem
import Glibc

/// Takes connections with accept4(2).
struct SocketAcceptor: Acceptor {
    let listener: Int32

    func accept() -> AcceptOutcome {
        var storage = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let descriptor = withUnsafeMutablePointer(to: &storage) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { csystem_accept4(listener, $0, &length) }
        }
        guard descriptor < 0 else {
            return .accepted(descriptor: descriptor, client: ClientAddress(storage))
        }
        return Self.outcome(ofErrno: errno)
    }

    /// Every error leaves the listener usable; those that name no passing cause are treated as exhaustion, so that
    /// the listener rests instead of spinning and never ends.
    static func outcome(ofErrno code: Int32) -> AcceptOutcome {
        switch code {
        case EAGAIN: .wouldBlock
        case EINTR, ECONNABORTED, EPROTO, EPERM, ENETDOWN, ENOPROTOOPT, EHOSTDOWN, EHOSTUNREACH, ENETUNREACH: .retry
        default: .exhausted(errno: code)
        }
    }
}
