import Glibc

/// Opens the sockets that wait for connections.
enum ListeningSocket {
    /// A non-blocking listening socket on the first address of `host` that can be bound; port 0 takes a free one.
    ///
    /// Looks the name up before it returns, so it is for start-up only.
    static func open(host: String, port: Int, backlog: Int32) throws(ServerError) -> Int32 {
        var hints = addrinfo()
        hints.ai_family = AF_UNSPEC
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV
        var found: UnsafeMutablePointer<addrinfo>?
        guard (0...65_535).contains(port), getaddrinfo(host, String(port), &hints, &found) == 0 else {
            throw .cannotListen(host: host, port: port, errno: EADDRNOTAVAIL)
        }
        defer { freeaddrinfo(found) }
        var failure = EADDRNOTAVAIL
        var next = found
        while let address = next?.pointee {
            if let descriptor = bound(to: address, backlog: backlog) { return descriptor }
            failure = errno
            next = address.ai_next
        }
        throw .cannotListen(host: host, port: port, errno: failure)
    }

    private static func bound(to address: addrinfo, backlog: Int32) -> Int32? {
        let type = address.ai_socktype | Int32(SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
        let descriptor = socket(address.ai_family, type, address.ai_protocol)
        guard descriptor >= 0 else { return nil }
        var on: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, socklen_t(MemoryLayout<Int32>.size))
        if bind(descriptor, address.ai_addr, address.ai_addrlen) == 0, listen(descriptor, backlog) == 0 {
            return descriptor
        }
        let failure = errno
        close(descriptor)
        errno = failure
        return nil
    }
}
