import Glibc
import HTTP
import HTTPServer
import HTTPTypes
import Testing

/// Sockets that somebody else has opened.
@Suite(.timeLimit(.minutes(5)))
struct AdoptedSocketTests {
    /// A TCP socket on a free port of 127.0.0.1, as a manager of services would open it: blocking, open across exec.
    private func socket(listening: Bool) -> Int32 {
        let descriptor = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                _ = bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        if listening { listen(descriptor, 16) }
        return descriptor
    }

    @Test func areServed() async throws {
        let descriptor = socket(listening: true)
        let adopted = try AdoptedSocket(descriptor: descriptor)
        #expect(adopted.host == "127.0.0.1")
        #expect(fcntl(descriptor, F_GETFL) & O_NONBLOCK != 0)
        #expect(fcntl(descriptor, F_GETFD) & FD_CLOEXEC != 0)
        let server = try HTTPServer.start(on: adopted, handler: echo)
        #expect(server.port == adopted.port)
        let client = try Client(port: server.port)
        client.send("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")
        let status = try await blocking { try client.readResponse()?.status }
        #expect(status == 200)
        await server.pulse()
        await server.stop(gracePeriod: .zero)
    }

    @Test func mustListen() {
        let descriptor = socket(listening: false)
        defer { close(descriptor) }
        #expect(throws: ServerError.notListening(descriptor: descriptor)) {
            try AdoptedSocket(descriptor: descriptor)
        }
    }

    @Test func mustBeSocketsOfTCP() {
        let file = open("/dev/null", O_RDONLY)
        let datagrams = Glibc.socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0)
        let local = Glibc.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        for descriptor in [file, datagrams, local] {
            #expect(throws: ServerError.notListening(descriptor: descriptor)) {
                try AdoptedSocket(descriptor: descriptor)
            }
            close(descriptor)
        }
    }
}
