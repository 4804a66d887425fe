import Dispatch
import Glibc

/// A server that closes every connection once something has come.
final class BreakingServer: Sendable {
    private let listener: Int32
    /// The port that it listens on.
    let port: Int

    var base: String { "http://127.0.0.1:\(port)/v1" }

    init() {
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let listener = listener
        let failures = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, length) | listen(listener, 16) | getsockname(listener, $0, &length)
            }
        }
        precondition(failures == 0, "no port is free")
        port = Int(UInt16(bigEndian: address.sin_port))
        DispatchQueue(label: "breaking-server").async {
            while true {
                let connection = accept(listener, nil, nil)
                guard connection >= 0 else { break }
                var byte: UInt8 = 0
                _ = recv(connection, &byte, 1, 0)
                close(connection)
            }
            close(listener)
        }
    }

    /// Wakes the queue that accepts, which closes the descriptor.
    deinit { shutdown(listener, Int32(SHUT_RDWR)) }
}
