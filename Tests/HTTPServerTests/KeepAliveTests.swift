import HTTP
import HTTPServer
import HTTPTypes
import Synchronization
import Testing

/// What happens to a connection between and after its requests (RFC 9112 §9).
@Suite(.timeLimit(.minutes(5)))
struct KeepAliveTests {
    @Test func servesManyRequestsOnOneConnection() async throws {
        try await withServer(echo) { server in
            let bodies = try await blocking {
                let client = try Client(port: server.port)
                return try (0..<100).map { number in
                    client.send("GET /\(number) HTTP/1.1\r\nHost: h\r\n\r\n")
                    return try client.readResponse()?.text
                }
            }
            #expect(bodies == (0..<100).map { "/\($0)" })
        }
    }

    @Test func answersPipelinedRequestsInOrder() async throws {
        let slowFirst = ClosureHandler { request, response in
            // The first needs a few turns of the loop longer than those behind it.
            if request.head.target.path == "/0" { for _ in 0..<100 { await Task.yield() } }
            try await response.send(.ok, body: Array(request.head.target.path.utf8))
        }
        try await withServer(slowFirst) { server in
            let bodies = try await blocking {
                let client = try Client(port: server.port)
                client.send((0..<50).map { "GET /\($0) HTTP/1.1\r\nHost: h\r\n\r\n" }.joined())
                return try (0..<50).map { _ in try client.readResponse()?.text }
            }
            #expect(bodies == (0..<50).map { "/\($0)" })
        }
    }

    @Test func pipelinedRequestsTakeTurnsWithWhatElseTheLoopDoes() async throws {
        let loop = Mutex<Loop?>(nil)
        let order = Mutex<[String]>([])
        let handler = ClosureHandler { request, response in
            let path = request.head.target.path
            order.withLock { $0.append(path) }
            if path == "/0" { loop.withLock { $0 }?.perform { order.withLock { $0.append("other") } } }
            try await response.send(.ok)
        }
        var configuration = ServerConfiguration()
        configuration.loops = 1
        try await withServer(handler, configuration) { server in
            loop.withLock { $0 = server.loops.first }
            try await blocking {
                let client = try Client(port: server.port)
                client.send((0..<100).map { "GET /\($0) HTTP/1.1\r\nHost: h\r\n\r\n" }.joined())
                for _ in 0..<100 { _ = try client.readResponse() }
            }
        }
        let other = try #require(order.withLock { $0.firstIndex(of: "other") })
        #expect(other < 10)
        #expect(order.withLock { $0.count } == 101)
    }

    @Test func readsLittleAheadOfTheRequestInWork() async throws {
        let release = Log<Void>()
        let handler = ClosureHandler { _, response in
            _ = await release.next()
            try await response.send(.ok)
        }
        try await withServer(handler) { server in
            let (taken, offered) = try await blocking {
                let client = try Client(port: server.port, patience: 300)
                client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n")
                let flood = [UInt8](repeating: 0x61, count: 32 * 1024 * 1024)
                return (client.send(flood), flood.count)
            }
            // The kernel's buffers take some megabytes; the rest of the 32 stays with the client until it gives up.
            #expect(taken < offered)
            release.note(())
        }
    }

    @Test(arguments: [
        ("GET / HTTP/1.0\r\n\r\n", true), ("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n", true),
    ])
    func closesWhenToldTo(_ request: String, saysClose: Bool) async throws {
        try await withServer(echo) { server in
            let (responses, end) = try await blocking {
                let client = try Client(port: server.port)
                client.send(request)
                return (try client.readResponses(), client.end)
            }
            #expect(responses.map(\.status) == [200])
            #expect(responses.first?.saysClose == saysClose)
            #expect(end == .closed)
        }
    }

    @Test func takesBytesAfterABodyForTheNextRequest() async throws {
        try await withServer(echo) { server in
            let responses = try await blocking {
                let client = try Client(port: server.port)
                client.send("POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhelloworld\r\n\r\n")
                return try client.readResponses()
            }
            #expect(responses.map(\.status) == [200, 400])
            #expect(responses.map(\.saysClose) == [false, true])
        }
    }

    @Test func answersHEADWithTheFieldsOfGETAndNoBody() async throws {
        try await withServer(echo) { server in
            let (head, get) = try await blocking {
                let client = try Client(port: server.port)
                client.send("HEAD /abc HTTP/1.1\r\nHost: h\r\n\r\nGET /abc HTTP/1.1\r\nHost: h\r\n\r\n")
                return (try client.readResponse(toHead: true), try client.readResponse())
            }
            #expect(head?.status == 200)
            #expect(get?.text == "/abc")
            for name in ["content-length", "content-type"] { #expect(head?[name] == get?[name]) }
        }
    }

    @Test(arguments: [HTTPResponse.Status.noContent, .notModified])
    func sendsNoBodyWhereTheStatusForbidsOne(_ status: HTTPResponse.Status) async throws {
        let handler = ClosureHandler { _, response in try await response.send(status, body: Array("no".utf8)) }
        try await withServer(handler) { server in
            let bytes = try await blocking {
                let client = try Client(port: server.port)
                client.send("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")
                return client.readToEnd()
            }
            let text = String(decoding: bytes, as: UTF8.self)
            #expect(text.hasSuffix("\r\n\r\n"))
            #expect(!text.lowercased().contains("content-length"))
        }
    }

    @Test func endsTheConnectionWhenTheBodyWasLeftUnread() async throws {
        let handler = ClosureHandler { _, response in try await response.send(.ok) }
        try await withServer(handler) { server in
            let (responses, end) = try await blocking {
                let client = try Client(port: server.port)
                client.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 500000\r\n\r\n")
                let first = try client.readResponse()
                client.send([UInt8](repeating: 0x61, count: 500_000))
                return ([first] + (try client.readResponses()), client.end)
            }
            #expect(responses.compactMap(\.?.status) == [200])
            #expect(responses.first??.saysClose == true)
            #expect(end == .closed)
        }
    }

    @Test func keepsTheConnectionWhenAnUnreadBodyHasCome() async throws {
        let handler = ClosureHandler { _, response in try await response.send(.ok) }
        try await withServer(handler) { server in
            let statuses = try await blocking {
                let client = try Client(port: server.port)
                for _ in 0..<2 { client.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello") }
                return [try client.readResponse()?.status, try client.readResponse()?.status]
            }
            #expect(statuses == [200, 200])
        }
    }
}
