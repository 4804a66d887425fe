import CurlClient
import Testing

@Suite(.timeLimit(.minutes(5))) struct BrokenUpstreamTests {
    private enum Ending { case close, reset }

    /// The error of a call to an upstream that sends `text` and leaves.
    private func call(sending text: String, then ending: Ending = .close) async throws -> CurlError? {
        try await call(sending: Array(text.utf8), then: ending)
    }

    private func call(sending bytes: [UInt8], then ending: Ending = .close) async throws -> CurlError? {
        let upstream = try ScriptedUpstream { connection in
            connection.readRequest(logs: false)
            connection.write(bytes)
            if ending == .reset { connection.reset() }
        }
        let client = try CurlClient()
        let url = try upstream.url()
        return await failure { () async throws(CurlError) in
            try await client.send(ClientRequest(url: url)).body.collect(upTo: 1_000_000)
        }
    }

    @Test func refusedPort() async throws {
        let port = try ScriptedUpstream(accepts: false).port
        let client = try CurlClient()
        let url = try UpstreamURL("http://127.0.0.1:\(port)/")
        let error = await failure { () async throws(CurlError) in try await client.send(ClientRequest(url: url)) }
        #expect(error == .connectionRefused(host: "127.0.0.1", port: port))
    }

    @Test func unknownHost() async throws {
        let client = try CurlClient()
        // RFC 6761 §6.4: never resolves.
        let url = try UpstreamURL("http://nobody.invalid/")
        let error = await failure { () async throws(CurlError) in try await client.send(ClientRequest(url: url)) }
        #expect(error == .couldNotResolve(host: "nobody.invalid"))
    }

    @Test func plainTextWhereTLSIsExpected() async throws {
        let upstream = try ScriptedUpstream { $0.write("HTTP/1.1 400 Bad Request\r\n\r\n") }
        let client = try CurlClient()
        let url = try UpstreamURL("https://127.0.0.1:\(upstream.port)/")
        let error = await failure { () async throws(CurlError) in try await client.send(ClientRequest(url: url)) }
        guard case .tls = error else {
            Issue.record("\(String(describing: error)) is no TLS error")
            return
        }
    }

    @Test(arguments: ["", "HTTP/1.1 200 OK\r\nContent-", "HTTP/1.1 100 Continue\r\n\r\n"])
    func closesBeforeTheHeadIsComplete(text: String) async throws {
        #expect(try await call(sending: text) == .closedBeforeHead(isReset: false))
    }

    @Test func resetsBeforeTheHead() async throws {
        #expect(try await call(sending: "", then: .reset) == .closedBeforeHead(isReset: true))
    }

    @Test(arguments: [
        "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n7\r\nhello",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n",
    ])
    func closesInsideTheBody(text: String) async throws {
        #expect(try await call(sending: text) == .closedMidBody(receivedBytes: 5, isReset: false))
    }

    @Test func aBodyWithoutLengthEndsWithTheConnection() async throws {
        #expect(try await call(sending: "HTTP/1.1 200 OK\r\n\r\nhello") == nil)
    }

    @Test(arguments: [
        "garbage, not HTTP at all\r\n\r\n", "\u{0}\u{1}\u{2}\u{3}", "HTTP/9.9 200 OK\r\n\r\n", "HTTP/1.1 abc\r\n\r\n",
    ])
    func garbageInsteadOfHTTP(text: String) async throws {
        #expect(try await call(sending: text) == .malformedResponse(.statusLine))
    }

    @Test func garbageInsteadOfAChunk() async throws {
        let text = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n"
        #expect(try await call(sending: text) == .malformedResponse(.framing))
    }

    @Test func resetsInsideTheBody() async throws {
        // The reset comes when the five bytes have been read: it would take them away.
        let gate = Gate()
        let upstream = try ScriptedUpstream { connection in
            connection.readRequest(logs: false)
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello")
            gate.pass()
            connection.reset()
        }
        let client = try CurlClient()
        var pieces = try await client.send(ClientRequest(url: try upstream.url())).body.makeAsyncIterator()
        #expect(try await pieces.next() == Array("hello".utf8))
        gate.open()
        await #expect(throws: CurlError.closedMidBody(receivedBytes: 5, isReset: true)) { try await pieces.next() }
    }

    @Test(arguments: [60_000, 70_000, 90_000, 150_000, 400_000])
    func boundsTheHead(size: Int) async throws {
        let limit = CurlConfiguration().maxHeadBytes
        let one = "HTTP/1.1 200 OK\r\nX: \(String(repeating: "a", count: size))\r\nContent-Length: 0\r\n\r\n"
        let line = "X: \(String(repeating: "a", count: 1000))\r\n"
        let many = "HTTP/1.1 200 OK\r\n\(String(repeating: line, count: size / 1000))Content-Length: 0\r\n\r\n"
        let expected: CurlError? = size < limit ? nil : .headTooLarge(limit: limit)
        #expect(try await call(sending: many) == expected)
        #expect(try await call(sending: one) == expected)
    }

    @Test func boundsInformationalHeads() async throws {
        let limit = CurlConfiguration().maxHeadBytes
        let flood = String(repeating: "HTTP/1.1 103 Early Hints\r\nX: 1\r\n\r\n", count: 5000)
        #expect(try await call(sending: flood) == .headTooLarge(limit: limit))
    }
}
