import CSystem
import Glibc
import Synchronization

@testable import CurlClient

/// A server that plays one script on every connection, each on a thread of its own, with plain blocking system calls.
///
/// Ends with its last reference; scripts end by themselves, since every wait in them has a deadline.
final class ScriptedUpstream: Sendable {
    typealias Script = @Sendable (UpstreamConnection) -> Void

    /// What happened at the server, for tests to wait for.
    let events: AsyncStream<UpstreamEvent>
    let port: Int

    private let listener: Int32
    private let accepts: Bool
    private let count: CountOfConnections

    /// Counts, shared with the accepting thread.
    final class CountOfConnections: Sendable {
        let accepted = Atomic(0)
    }

    /// A server on a free port of 127.0.0.1, or on a Unix socket.
    init(unixPath: String? = nil, backlog: Int32 = 512, accepts: Bool = true, _ script: @escaping Script = { _ in })
        throws
    {
        let (listener, port) = try unixPath.map(Self.listen(onPath:)) ?? Self.listen(backlog: backlog)
        let (events, log) = AsyncStream.makeStream(of: UpstreamEvent.self)
        let count = CountOfConnections()
        self.listener = listener
        self.accepts = accepts
        self.port = port
        self.events = events
        self.count = count
        guard accepts else { return }
        _ = try EngineThread {
            while true {
                // Closed on exec: the process of an exit test must not keep it open.
                let descriptor = csystem_accept4(listener, nil, nil)
                guard descriptor >= 0 else { break }
                _ = fcntl(descriptor, F_SETFL, 0)
                count.accepted.add(1, ordering: .relaxed)
                _ = try? EngineThread { script(UpstreamConnection(descriptor, log: log)) }
            }
            close(listener)
        }
    }

    deinit {
        // Wakes the accepting thread, if there is one, which closes the descriptor.
        Glibc.shutdown(listener, Int32(SHUT_RDWR))
        if !accepts { close(listener) }
    }

    /// Connections accepted so far.
    var accepted: Int { count.accepted.load(ordering: .relaxed) }

    /// A URL of this server.
    func url(_ path: String = "/") throws -> UpstreamURL {
        try UpstreamURL("http://127.0.0.1:\(port)\(path)")
    }

    /// The next event; nil only when the test is cancelled by its time limit.
    func event() async -> UpstreamEvent? {
        for await event in events { return event }
        return nil
    }

    private static func listen(backlog: Int32) throws -> (Int32, Int) {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let code = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) | Glibc.listen(descriptor, backlog) | getsockname(descriptor, $0, &length)
            }
        }
        guard code == 0 else { throw CurlError.system(errno: errno) }
        return (descriptor, Int(UInt16(bigEndian: address.sin_port)))
    }

    private static func listen(onPath path: String) throws -> (Int32, Int) {
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let code = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) | Glibc.listen(descriptor, 16)
            }
        }
        guard code == 0 else { throw CurlError.system(errno: errno) }
        return (descriptor, 80)
    }
}
