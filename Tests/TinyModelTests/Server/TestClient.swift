import Dispatch
import Glibc
import JSON

/// A client of one request per connection, on a blocking socket and a thread of its own.
///
/// `@unchecked Sendable`: used by one caller at a time, which waits for each call.
final class TestClient: @unchecked Sendable {
    enum Failure: Error {
        case cannotConnect
        case closedEarly
        case notHTTP
    }

    struct Reply: Sendable {
        let status: Int
        let body: [UInt8]

        var json: JSON {
            get throws { try JSON(parsing: body) }
        }

        /// The data of a stream's events.
        var events: [String] {
            String(decoding: body, as: UTF8.self).split(separator: "\n\n").map { String($0.dropFirst("data: ".count)) }
        }

        /// The chunks of a stream, all events but the last, which says that it is done.
        var chunks: [JSON] {
            get throws { try events.dropLast().map { try JSON(parsing: $0) } }
        }
    }

    private let descriptor: Int32
    private var received: [UInt8] = []

    /// Connects and sends the request.
    init(port: Int, _ method: String, _ path: String, _ body: String = "") throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = UInt32(INADDR_LOOPBACK).bigEndian
        let connected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard connected == 0 else { throw Failure.cannotConnect }
        let request =
            "\(method) \(path) HTTP/1.1\r\nHost: test\r\nConnection: close\r\nContent-Length: \(body.utf8.count)\r\n\r\n"
        let bytes = Array((request + body).utf8)
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes { buffer in
                send(descriptor, buffer.baseAddress.map { $0 + sent }, bytes.count - sent, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { throw Failure.closedEarly }
            sent += count
        }
    }

    deinit { close(descriptor) }

    /// Posts a body and reads the whole answer.
    static func post(_ server: TestServer, _ path: String, _ body: JSON) async throws -> Reply {
        try await TestClient(port: server.port, "POST", path, body.description).reply()
    }

    /// Reads until the text has come.
    func read(until text: String) async throws {
        try await onThread {
            while !String(decoding: self.received, as: UTF8.self).contains(text) {
                guard self.receive() else { throw Failure.closedEarly }
            }
        }
    }

    /// Reads the answer to its end.
    func reply() async throws -> Reply {
        try await onThread {
            while self.receive() {}
            return try self.parse()
        }
    }

    private func receive() -> Bool {
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        if count > 0 { received += buffer[..<count] }
        return count > 0
    }

    private func parse() throws -> Reply {
        let separator = Array("\r\n\r\n".utf8)
        guard let end = received.indices.first(where: { received[$0...].starts(with: separator) }) else {
            throw Failure.notHTTP
        }
        let head = String(decoding: received[..<end], as: UTF8.self)
        guard let status = Int(head.dropFirst("HTTP/1.1 ".count).prefix(3)) else { throw Failure.notHTTP }
        let body = received[(end + separator.count)...]
        let isChunked = head.lowercased().contains("transfer-encoding: chunked")
        return Reply(status: status, body: isChunked ? try dechunk(body) : Array(body))
    }

    private func dechunk(_ body: ArraySlice<UInt8>) throws -> [UInt8] {
        var rest = body
        var content: [UInt8] = []
        while let end = rest.firstIndex(of: UInt8(ascii: "\r")) {
            guard let size = Int(String(decoding: rest[..<end], as: UTF8.self), radix: 16),
                rest.endIndex - end >= size + 4
            else { throw Failure.closedEarly }
            if size == 0 { return content }
            content += rest[(end + 2)..<(end + 2 + size)]
            rest = rest[(end + 4 + size)...]
        }
        throw Failure.closedEarly
    }

    private func onThread<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async { continuation.resume(with: Result(catching: work)) }
        }
    }
}
