import Glibc

/// A port of this machine at which nobody listens, and which nobody else can take as long as this lives.
public final class ShutPort: Sendable {
    private let descriptor: Int32
    /// The port's number.
    public let number: Int

    /// Takes any free port.
    public convenience init() { self.init(port: 0)! }

    /// Takes that port, if it is free.
    public init?(port: Int) {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        // Connections of whoever had the port before may linger.
        var on: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, socklen_t(MemoryLayout<Int32>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let descriptor = descriptor
        let failures = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) | getsockname(descriptor, $0, &length)
            }
        }
        number = Int(UInt16(bigEndian: address.sin_port))
        if failures != 0 { return nil }
    }

    deinit { close(descriptor) }
}
