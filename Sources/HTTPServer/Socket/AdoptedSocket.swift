import Glibc

/// A listening TCP socket that somebody else has opened, such as the manager of services that started this process.
public struct AdoptedSocket: Sendable {
    let descriptor: Int32
    /// The address it listens on, in numbers.
    public let host: String
    /// The port it listens on.
    public let port: Int

    /// Takes a descriptor over, makes it non-blocking and keeps it from programs that this one may start.
    ///
    /// - Throws: `ServerError.notListening`.
    public init(descriptor: Int32) throws(ServerError) {
        func option(_ name: Int32) -> Int32? {
            var value: Int32 = 0
            var length = socklen_t(MemoryLayout<Int32>.size)
            return getsockopt(descriptor, SOL_SOCKET, name, &value, &length) == 0 ? value : nil
        }
        let flags = fcntl(descriptor, F_GETFL)
        guard option(SO_TYPE) == Int32(SOCK_STREAM.rawValue), option(SO_ACCEPTCONN) == 1,
            let domain = option(SO_DOMAIN), [AF_INET, AF_INET6].contains(domain), flags >= 0,
            fcntl(descriptor, F_SETFL, flags | O_NONBLOCK) == 0, fcntl(descriptor, F_SETFD, FD_CLOEXEC) == 0
        else { throw .notListening(descriptor: descriptor) }
        self.descriptor = descriptor
        let address = SocketAddress.local(of: descriptor)
        host = address.host
        port = address.port
    }
}
