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
