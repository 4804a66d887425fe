import Glibc

/// The address of a datagram socket: a path, or an abstract name after an `@`.
struct NotifyAddress: Sendable {
    private let name: [UInt8]

    /// Reads the value of `NOTIFY_SOCKET`; nil for what is no such address.
    init?(_ text: String) {
        guard text.hasPrefix("/") || text.hasPrefix("@"), text.utf8.count > 1 else { return nil }
        // An abstract name begins with a zero byte and has none at its end; a path has one at its end.
        name = text.hasPrefix("@") ? [0] + text.utf8.dropFirst() : text.utf8 + [0]
        guard name.count <= MemoryLayout.size(ofValue: sockaddr_un().sun_path) else { return nil }
    }

    /// Gives `body` the address as system calls take it.
    func withSocketAddress<Result>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Result) -> Result {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: name) }
        let length = socklen_t(
            MemoryLayout<sockaddr_un>.size - MemoryLayout.size(ofValue: address.sun_path) + name.count)
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, length) }
        }
    }
}
