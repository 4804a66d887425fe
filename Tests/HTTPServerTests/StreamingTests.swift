import HTTP
import HTTPServer
import HTTPTypes
import Testing

/// Answers whose length is not known at their start.
@Suite(.timeLimit(.minutes(5)))
struct StreamingTests {
    private static let request = "GET / HTTP/1.1\r\nHost: h\r\n\r\n"

    private let threePieces = ClosureHandler { _, response in
        let body = try await response.start(.ok, [.contentType: "text/plain"], first: Array("one ".utf8))
        try await body.write(Array("two ".utf8))
        try await body.write([])
        try await body.write(Array("three".utf8))
        try await body.finish()
    }

    @Test func arriveInChunksAndKeepTheConnection() async throws {
        try await withServer(threePieces) { server in
            let responses = try await blocking {
                let client = try Client(port: server.port)
                client.send(Self.request + Self.request)
                return [try client.readResponse(), try client.readResponse()]
            }
            #expect(responses.map(\.?.text) == ["one two three", "one two three"])
            #expect(responses.allSatisfy { $0?["transfer-encoding"] == "chunked" })
        }
    }

    @Test func endWithTheConnectionForHTTP10() async throws {
        try await withServer(threePieces) { server in
            let (response, end) = try await blocking {
                let client = try Client(port: server.port)
                client.send("GET / HTTP/1.0\r\n\r\n")
                return (try client.readResponse(), client.end)
            }
            #expect(response?.text == "one two three")
            #expect(response?["transfer-encoding"] == nil)
            #expect(end == .closed)
        }
    }

    @Test func haveNoBodyForHEAD() async throws {
        try await withServer(threePieces) { server in
            let bytes = try await blocking {
                let client = try Client(port: server.port)
                client.send("HEAD / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")
                return client.readToEnd()
            }
            #expect(String(decoding: bytes, as: UTF8.self).hasSuffix("\r\n\r\n"))
        }
    }

    @Test func startWithOneWrite() async throws {
        let release = Log<Void>()
        let handler = ClosureHandler { _, response in
            let body = try await response.start(.ok, first: Array("first".utf8))
            _ = await release.next()
            try await body.finish()
        }
        try await withServer(handler) { server in
            let text = try await blocking {
                let client = try Client(port: server.port)
                client.send(Self.request)
                defer { release.note(()) }
                return client.read(until: "first")
            }
            #expect(text.hasSuffix("\r\n\r\n5\r\nfirst\r\n"))
        }
    }

    @Test(arguments: ["HTTP/1.1", "HTTP/1.0"], ["abort", "throw", "return"])
    func breakOffVisiblyWhenNotFinished(version: String, how: String) async throws {
        struct Failure: Error {}
        let handler = ClosureHandler { _, response in
            let body = try await response.start(.ok, first: Array("part".utf8))
            if how == "abort" { body.abort() }
            if how == "throw" { throw Failure() }
        }
        try await withServer(handler) { server in
            let (bytes, end) = try await blocking {
                let client = try Client(port: server.port)
                client.send("GET / \(version)\r\nHost: h\r\n\r\n")
                return (client.readToEnd(), client.end)
            }
            if version == "HTTP/1.1" {
                let text = String(decoding: bytes, as: UTF8.self)
                #expect(text.hasSuffix("part\r\n"))
                #expect(end == .closed)
            } else {
                #expect(end == .reset)
            }
        }
    }

    @Test func becomeA500WhenNothingHasGoneOut() async throws {
        struct Failure: Error {}
        let handler = ClosureHandler { request, _ in if request.head.target.path == "/throw" { throw Failure() } }
        try await withServer(handler) { server in
            let responses = try await blocking {
                let client = try Client(port: server.port)
                client.send("GET /throw HTTP/1.1\r\nHost: h\r\n\r\nGET /return HTTP/1.1\r\nHost: h\r\n\r\n")
                return [try client.readResponse(), try client.readResponse()]
            }
            #expect(responses.map(\.?.status) == [500, 500])
            #expect(responses.map(\.?.text).allSatisfy { $0 == "the request could not be handled\n" })
        }
    }

    @Test func areOneToARequest() async throws {
        let outcomes = Log<ServerError?>()
        let handler = ClosureHandler { _, response in
            #expect(await !response.isStarted)
            try await response.send(.ok)
            #expect(await response.isStarted)
            do { try await response.send(.ok) } catch { outcomes.note(error as? ServerError) }
        }
        try await withServer(handler) { server in
            _ = try await blocking {
                let client = try Client(port: server.port)
                client.send(Self.request)
                return try client.readResponse()
            }
            #expect(await outcomes.next() == .alreadyAnswered)
        }
    }

    @Test func areRefusedWithFieldsThatWouldBreakThem() async throws {
        let outcomes = Log<ServerError?>()
        let handler = ClosureHandler { _, response in
            var fields = HTTPFields()
            fields[.server] = "a\u{01}b"
            do { try await response.send(.ok, fields) } catch { outcomes.note(error as? ServerError) }
            try await response.send(.ok)
        }
        try await withServer(handler) { server in
            let status = try await blocking {
                let client = try Client(port: server.port)
                client.send(Self.request)
                return try client.readResponse()?.status
            }
            #expect(status == 200)
        }
    }
}
