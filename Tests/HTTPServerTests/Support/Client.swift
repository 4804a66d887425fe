import CSystem
import Glibc

/// A blocking client on one connection; what it sends is up to the test, right or wrong.
///
/// `@unchecked Sendable`: a test hands it from thread to thread only by awaiting `blocking`, never uses it on two at once.
final class Client: @unchecked Sendable {
    /// How the server's side of the connection ended.
    enum End: Sendable {
        case closed
        case reset
        case timedOut
    }

    let descriptor: Int32
    private var buffer: [UInt8] = []
    private(set) var end: End?
    private var isOpen = true

    /// Connects; reads and writes give up after `patience` milliseconds. A small `receiveBuffer` makes a slow reader;
    /// `from` is the address to come from, another one than usual of this machine.
    init(port: Int, patience: Int = 20_000, receiveBuffer: Int32? = nil, from: UInt32? = nil) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw ClientError.failed(call: "socket", errno: errno) }
        var patience = timeval(tv_sec: patience / 1000, tv_usec: patience % 1000 * 1000)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        var on: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
        if var receiveBuffer {
            setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &receiveBuffer, socklen_t(MemoryLayout<Int32>.size))
        }
        if let from {
            guard Self.on(from, port: 0, { bind(descriptor, $0, $1) }) == 0 else {
                throw ClientError.failed(call: "bind", errno: errno)
            }
        }
        guard Self.on(0x7F00_0001, port: port, { connect(descriptor, $0, $1) }) == 0 else {
            throw ClientError.failed(call: "connect", errno: errno)
        }
    }

    private static func on(
        _ host: UInt32, port: Int, _ call: (UnsafePointer<sockaddr>, socklen_t) -> Int32
    ) -> Int32 {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = host.bigEndian
        return withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                call($0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }

    deinit {
        close()
    }

    /// Sends `bytes`, `piece` at a time, until the server takes no more; gives the number of bytes sent.
    @discardableResult
    func send(_ bytes: [UInt8], piece: Int = .max) -> Int {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.prefix(piece).withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress, $0.count, CSYSTEM_MSG_NOSIGNAL)
            }
            guard count > 0 else { break }
            rest = rest.dropFirst(count)
        }
        return bytes.count - rest.count
    }

    func send(_ text: String) {
        send(Array(text.utf8))
    }

    func shutdownWriting() {
        shutdown(descriptor, Int32(SHUT_WR))
    }

    func close() {
        guard isOpen else { return }
        isOpen = false
        Glibc.close(descriptor)
    }

    /// Closes with a reset.
    func reset() {
        var option = linger(l_onoff: 1, l_linger: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
        close()
    }

    /// The next response, interim ones included; nil when the connection has ended before it.
    func readResponse(toHead: Bool = false) throws -> Response? {
        while true {
            if let (response, length) = try Response.parse(buffer, toHead: toHead, atEnd: end == .closed) {
                buffer.removeFirst(length)
                return response
            }
            guard readMore() else {
                if buffer.isEmpty { return nil }
                if end == .closed, let (response, length) = try Response.parse(buffer, toHead: toHead, atEnd: true) {
                    buffer.removeFirst(length)
                    return response
                }
                throw ClientError.incomplete(String(decoding: buffer.prefix(400), as: UTF8.self))
            }
        }
    }

    /// The next response, nil when it has not come within the client's patience.
    func pollResponse() throws -> Response? {
        if readMore() || end == .timedOut { end = end == .timedOut ? nil : end }
        guard let (response, length) = try Response.parse(buffer, toHead: false, atEnd: end == .closed) else {
            return nil
        }
        buffer.removeFirst(length)
        return response
    }

    /// All responses until the connection ends.
    func readResponses() throws -> [Response] {
        var responses: [Response] = []
        while let response = try readResponse() { responses.append(response) }
        return responses
    }

    /// What comes until the connection ends, as it is.
    func readToEnd() -> [UInt8] {
        while readMore() {}
        defer { buffer = [] }
        return buffer
    }

    /// What comes until `text` has come.
    func read(until text: String) -> String {
        while !String(decoding: buffer, as: UTF8.self).contains(text), readMore() {}
        defer { buffer = [] }
        return String(decoding: buffer, as: UTF8.self)
    }

    private func readMore() -> Bool {
        guard end == nil else { return false }
        var piece = [UInt8](repeating: 0, count: 65_536)
        let count = recv(descriptor, &piece, piece.count, 0)
        if count > 0 {
            buffer += piece.prefix(count)
            return true
        }
        end = count == 0 ? .closed : errno == EAGAIN ? .timedOut : .reset
        return false
    }
}
