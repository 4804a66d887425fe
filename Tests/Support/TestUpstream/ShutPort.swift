import Glibc

/// A port of this machine at which nobody listens, and which nobody else can take as long as this lives.
public final class ShutPort: Sendable {
    private let descriptor: Int32
    /// The port's number.
    public let number: Int

    /// Takes any free port.
    ///
    /// Without SO_REUSEADDR: with it, servers that have it as well could take the port too, as nobody listens.
    public init() {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let descriptor = descriptor
        let failures = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) | getsockname(descriptor, $0, &length)
            }
        }
        precondition(failures == 0, "no port is free")
        number = Int(UInt16(bigEndian: address.sin_port))
    }

    deinit { close(descriptor) }
}
