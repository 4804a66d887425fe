import CSystem
import Glibc

/// One accepted connection of a `ScriptedUpstream`; blocking, every wait bounded; closed with its last reference.
final class UpstreamConnection {
    private static let patienceSeconds = 30

    private let descriptor: Int32
    private let log: AsyncStream<UpstreamEvent>.Continuation
    private var buffered: [UInt8] = []

    init(_ descriptor: Int32, log: AsyncStream<UpstreamEvent>.Continuation) {
        self.descriptor = descriptor
        self.log = log
        var patience = timeval(tv_sec: Self.patienceSeconds, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        var blockedAfter = timeval(tv_sec: 0, tv_usec: 100_000)
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &blockedAfter, socklen_t(MemoryLayout<timeval>.size))
        var one: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &one, socklen_t(MemoryLayout<Int32>.size))
    }

    deinit {
        close(descriptor)
    }

    /// Reads one request with its Content-Length body and logs it; false at EOF.
    @discardableResult
    func readRequest(logs: Bool = true) -> Bool {
        while true {
            if let length = requestLength(), buffered.count >= length {
                if logs { log.yield(.request(String(decoding: buffered[..<length], as: UTF8.self))) }
                buffered.removeFirst(length)
                return true
            }
            guard readMore() else { return false }
        }
    }

    /// Writes a text, waiting as long as it takes; false when the peer has gone.
    @discardableResult
    func write(_ text: String) -> Bool {
        write(Array(text.utf8))
    }

    /// Writes bytes; logs `.blocked` when the peer takes none for a tenth of a second.
    @discardableResult
    func write(_ bytes: [UInt8]) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let sent = rest.withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            if sent > 0 {
                rest = rest.dropFirst(sent)
            } else if errno == EAGAIN {
                log.yield(.blocked)
            } else {
                return false
            }
        }
        return true
    }

    /// Waits for the peer to close its side and logs when it did.
    func waitForClose() {
        while readMore() {}
        log.yield(errno == EAGAIN ? .late : .closed(at: .now))
    }

    /// Passes bytes on, both ways, between the peer and a server on 127.0.0.1, until one of them closes.
    func relay(toPort port: Int) {
        let server = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(server) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        address.sin_port = in_port_t(port).bigEndian
        let length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let failure = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(server, $0, length) }
        }
        guard failure == 0 else { return }
        var ends = [descriptor, server].map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
        var space = [UInt8](repeating: 0, count: 65536)
        while poll(&ends, 2, Int32(Self.patienceSeconds * 1_000)) > 0 {
            for (end, other) in [(0, server), (1, descriptor)] where ends[end].revents != 0 {
                let count = recv(ends[end].fd, &space, space.count, 0)
                guard count > 0, send(other, space, count, Int32(MSG_NOSIGNAL)) == count else { return }
            }
        }
    }

    /// Closes with RST instead of FIN, after the request was read.
    func reset() {
        var now = linger(l_onoff: 1, l_linger: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &now, socklen_t(MemoryLayout<linger>.size))
    }

    private func readMore() -> Bool {
        errno = 0
        let count = withUnsafeTemporaryAllocation(byteCount: 65536, alignment: 1) { space in
            let count = recv(descriptor, space.baseAddress, space.count, 0)
            if count > 0 { buffered.append(contentsOf: space[..<count]) }
            return count
        }
        return count > 0
    }

    /// Length of the request at the buffer's start, nil until its head is complete.
    private func requestLength() -> Int? {
        guard let end = buffered.firstRange(of: Array("\r\n\r\n".utf8))?.upperBound else { return nil }
        let marker = "content-length: "
        let length = String(decoding: buffered[..<end], as: UTF8.self).split(separator: "\r\n")
            .first { $0.lowercased().hasPrefix(marker) }.flatMap { Int($0.dropFirst(marker.count)) }
        return end + (length ?? 0)
    }
}
