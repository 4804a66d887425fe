import HTTP
import HTTPServer
import HTTPTypes
import Testing

/// What a client gets that is too slow.
@Suite(.timeLimit(.minutes(5)))
struct TimeoutTests {
    private let configuration: ServerConfiguration = {
        var configuration = ServerConfiguration()
        configuration.timeouts.head = .milliseconds(200)
        configuration.timeouts.body = .milliseconds(200)
        configuration.timeouts.idle = .milliseconds(200)
        return configuration
    }()

    private func responses(to text: String) async throws -> ([Response], Client.End?) {
        try await withServer(echo, configuration) { server in
            try await blocking {
                let client = try Client(port: server.port)
                client.send(text)
                return (try client.readResponses(), client.end)
            }
        }
    }

    @Test func anUnfinishedHeadIsAnswered408() async throws {
        let (responses, end) = try await responses(to: "GET / HTTP/1.1\r\nHo")
        #expect(responses.map(\.status) == [408])
        #expect(responses.first?.saysClose == true)
        #expect(end == .closed)
    }

    @Test func anUnfinishedHeadHasOneDeadlineForAllOfIt() async throws {
        try await withServer(echo, configuration) { server in
            let (responses, sent) = try await blocking {
                let client = try Client(port: server.port, patience: 20)
                client.send("GET / HTTP/1.1\r\nX: ")
                var sent = 0
                // A byte each 20 ms, for which the read below waits.
                while client.end != .closed, sent < 500 {
                    client.send("a")
                    sent += 1
                    if let response = try client.pollResponse() { return ([response], sent) }
                }
                return ([], sent)
            }
            #expect(responses.map(\.status) == [408])
            #expect(sent < 500)
        }
    }

    @Test func anUnfinishedBodyIsAnswered408() async throws {
        let (responses, end) = try await responses(
            to: "POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\nhello")
        #expect(responses.map(\.status) == [408])
        #expect(responses.first?.saysClose == true)
        #expect(end == .closed)
    }

    @Test(arguments: ["", "GET / HTTP/1.1\r\nHost: h\r\n\r\n"])
    func anIdleConnectionIsClosedWithoutAWord(_ text: String) async throws {
        let (responses, end) = try await responses(to: text)
        #expect(responses.map(\.status) == (text.isEmpty ? [] : [200]))
        #expect(end == .closed)
    }

    @Test func aClientThatDoesNotCloseAfterTheLastAnswerIsClosed() async throws {
        var configuration = ServerConfiguration()
        configuration.timeouts.linger = .milliseconds(100)
        try await withServer(echo, configuration) { server in
            let client = try Client(port: server.port)
            let status = try await blocking {
                client.send("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")
                let status = try client.readResponse()?.status
                // The FIN comes at once, the close when the server's patience is over: then bytes meet a reset.
                _ = client.readToEnd()
                while client.send([0x61]) == 1 {}
                return status
            }
            #expect(status == 200)
        }
    }

    @Test func aClientThatFloodsAfterTheLastAnswerIsClosed() async throws {
        var configuration = ServerConfiguration()
        configuration.timeouts.linger = .seconds(3600)
        try await withServer(echo, configuration) { server in
            let (status, sent) = try await blocking {
                let client = try Client(port: server.port)
                client.send("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")
                let status = try client.readResponse()?.status
                return (status, client.send([UInt8](repeating: 0x61, count: 64 * 1024 * 1024)))
            }
            #expect(status == 200)
            #expect(sent < 64 * 1024 * 1024)
        }
    }

    @Test func aHandlerThatTakesItsTimeIsLeftAlone() async throws {
        let handler = ClosureHandler { _, response in
            try await Task.sleep(for: .milliseconds(500))
            try await response.send(.ok)
        }
        try await withServer(handler, configuration) { server in
            let status = try await blocking {
                let client = try Client(port: server.port)
                client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n")
                return try client.readResponse()?.status
            }
            #expect(status == 200)
        }
    }
}
