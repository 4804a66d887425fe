import Glibc
import HTTP
import HTTPServer
import HTTPTypes
import Testing

/// How a server ends.
@Suite(.timeLimit(.minutes(5)))
struct StopTests {
    private static let request = "GET / HTTP/1.1\r\nHost: h\r\n\r\n"

    @Test func closesIdleConnectionsAtOnce() async throws {
        let server = try HTTPServer.start(host: "127.0.0.1", port: 0, handler: echo)
        let clients = try await blocking {
            try (0..<10).map { number in
                let client = try Client(port: server.port)
                if number % 2 == 0 {
                    client.send(Self.request)
                    _ = try client.readResponse()
                }
                return client
            }
        }
        await server.stop(gracePeriod: .seconds(3600))
        #expect(server.openConnections == 0)
        let ends = try await blocking { clients.map { client in (client.readToEnd().count, client.end) } }
        #expect(ends.allSatisfy { $0.0 == 0 && $0.1 != .timedOut })
    }

    @Test func letsRunningRequestsFinish() async throws {
        let began = Log<Void>()
        let release = Log<Void>()
        let handler = ClosureHandler { _, response in
            began.note(())
            _ = await release.next()
            try await response.send(.ok, body: Array("done".utf8))
        }
        let server = try HTTPServer.start(host: "127.0.0.1", port: 0, handler: handler)
        let client = try Client(port: server.port)
        client.send(Self.request)
        _ = await began.next()
        async let stopped: Void = server.stop(gracePeriod: .seconds(3600))
        try await blocking {
            // The listener is closed when a connection is refused.
            while (try? Client(port: server.port)) != nil {}
        }
        release.note(())
        let response = try await blocking { try client.readResponse() }
        #expect(response?.text == "done")
        #expect(response?.saysClose == true)
        await stopped
        #expect(server.openConnections == 0)
    }

    @Test(arguments: [false, true])
    func cancelsWhatRunsAfterTheGracePeriod(streaming: Bool) async throws {
        let began = Log<Void>()
        let handler = ClosureHandler { _, response in
            if streaming { _ = try await response.start(.ok, first: Array("part".utf8)) }
            began.note(())
            try await Task.sleep(for: .seconds(3600))
        }
        let server = try HTTPServer.start(host: "127.0.0.1", port: 0, handler: handler)
        let client = try Client(port: server.port)
        client.send(Self.request)
        _ = await began.next()
        await server.stop(gracePeriod: .milliseconds(50))
        #expect(server.openConnections == 0)
        let bytes = try await blocking { client.readToEnd() }
        #expect(!String(decoding: bytes, as: UTF8.self).hasSuffix("0\r\n\r\n"))
    }

    @Test func mayBeAskedForTwice() async throws {
        let server = try HTTPServer.start(host: "127.0.0.1", port: 0, handler: echo)
        await server.stop(gracePeriod: .zero)
        await server.stop(gracePeriod: .zero)
        #expect(server.openConnections == 0)
    }

    @Test func cannotBeginOnATakenPort() async throws {
        try await withServer(echo) { server in
            let taken = ServerError.cannotListen(host: "127.0.0.1", port: server.port, errno: EADDRINUSE)
            #expect(throws: taken) {
                _ = try HTTPServer.start(host: "127.0.0.1", port: server.port, handler: echo)
            }
        }
    }

    @Test(arguments: ["127.0.0.1", "localhost", "::1"])
    func tellsWhereItListens(host: String) async throws {
        let server = try HTTPServer.start(host: host, port: 0, handler: echo)
        #expect(server.port > 0)
        #expect(["127.0.0.1", "::1"].contains(server.host))
        await server.stop(gracePeriod: .zero)
    }
}
