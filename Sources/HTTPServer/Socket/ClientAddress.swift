import Glibc

/// One client by its address: an IPv4 address, or the 64 bits of an IPv6 network, within which one client may take as
/// many addresses as it likes.
struct ClientAddress: Sendable, Hashable {
    private let bytes: [UInt8]
    /// Whether it is on this machine.
    let isLoopback: Bool

    /// Who is at the other end; nil for what is no address of the Internet.
    init?(_ storage: sockaddr_storage) {
        var storage = storage
        switch Int32(storage.ss_family) {
        case AF_INET:
            self = ClientAddress(
                version4: withUnsafeBytes(of: &storage) { raw in
                    withUnsafeBytes(of: raw.loadUnaligned(as: sockaddr_in.self).sin_addr) { Array($0) }
                })
        case AF_INET6:
            self = ClientAddress(
                version6: withUnsafeBytes(of: &storage) { raw in
                    withUnsafeBytes(of: raw.loadUnaligned(as: sockaddr_in6.self).sin6_addr) { Array($0) }
                })
        default: return nil
        }
    }

    /// The client at an IPv4 address of four bytes.
    init(version4 bytes: [UInt8]) {
        self.bytes = bytes
        isLoopback = bytes[0] == 127
    }

    /// The client at an IPv6 address of sixteen bytes, which may have an IPv4 address in it (RFC 4291 §2.5.5.2).
    init(version6 bytes: [UInt8]) {
        if bytes[..<12] == [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF] {
            self = ClientAddress(version4: Array(bytes[12...]))
        } else {
            self = ClientAddress(
                bytes: Array(bytes[..<8]), isLoopback: bytes == [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1])
        }
    }

    private init(bytes: [UInt8], isLoopback: Bool) {
        self.bytes = bytes
        self.isLoopback = isLoopback
    }
}
