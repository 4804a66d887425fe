import Glibc
import HTTP
import HTTPServer
import HTTPTypes
import Testing

/// Connections that come and go leave nothing behind.
@Suite(.timeLimit(.minutes(5)))
struct ChurnTests {
    /// What two thousand clients do, by turns: ask and close, ask for the close, leave early, break off, say nothing.
    @Test func leavesNoConnectionOpen() async throws {
        let server = try HTTPServer.start(host: "127.0.0.1", port: 0, handler: echo)
        let descriptors = Set(
            try await withThrowingTaskGroup(of: [Int32].self) { group in
                for worker in 0..<8 {
                    group.addTask {
                        try await blocking {
                            try (0..<250).map { number in
                                let client = try Client(port: server.port)
                                let keeps = "GET /\(number) HTTP/1.1\r\nHost: h\r\n"
                                switch (number + worker) % 5 {
                                case 0:
                                    client.send("\(keeps)\r\n")
                                    _ = try client.readResponse()
                                case 1:
                                    client.send("\(keeps)Connection: close\r\n\r\n")
                                    _ = try client.readResponses()
                                case 2:
                                    client.send("\(keeps)\r\n")
                                case 3:
                                    client.send(keeps)
                                    client.reset()
                                default:
                                    break
                                }
                                return client.descriptor
                            }
                        }
                    }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            })
        // Descriptor numbers are taken lowest first: had the server kept its ends, the clients' would have climbed.
        #expect(descriptors.count < 500)
        await server.stop(gracePeriod: .seconds(10))
        #expect(server.openConnections == 0)
    }

    /// Ends a stream when nobody holds it any more.
    private final class Token: Sendable {
        let end: AsyncStream<Never>.Continuation

        init(_ end: AsyncStream<Never>.Continuation) { self.end = end }

        deinit { end.finish() }
    }

    @Test func aConnectionThatIsOverIsHeldByNobody() async throws {
        let (none, end) = AsyncStream<Never>.makeStream()
        let handler = ClosureHandler { request, response in
            let token = Token(end)
            // Holds the request, and with it the way to the connection.
            await response.beforeHead { [token] _, fields in
                fields[.server] = withExtendedLifetime(token) { request.head.target.path }
            }
            try await response.send(.ok)
        }
        try await withServer(handler) { server in
            try await blocking {
                let client = try Client(port: server.port)
                client.send("GET /x HTTP/1.1\r\nHost: h\r\n\r\n")
                _ = try client.readResponse()
            }
            for await _ in none {}
        }
    }
}
