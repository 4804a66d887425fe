import HTTP
import HTTPServer
import HTTPTypes
import Testing

/// Clients that leave, or only half leave, while their request is handled.
@Suite(.timeLimit(.minutes(5)))
struct DepartureTests {
    private enum Event: Sendable, Equatable {
        case began, cancelled, finished
    }

    private static let request = "GET / HTTP/1.1\r\nHost: h\r\n\r\n"

    /// Waits until it is cancelled; before that it may send the first part of a stream.
    private func endless(_ log: Log<Event>, streaming: Bool) -> ClosureHandler {
        ClosureHandler { _, response in
            let body = streaming ? try await response.start(.ok, first: Array("first".utf8)) : nil
            log.note(.began)
            do {
                try await Task.sleep(for: .seconds(3600))
            } catch is CancellationError {
                log.note(.cancelled)
            }
            try await body?.finish()
        }
    }

    enum Leaving {
        case close, reset
    }

    @Test(arguments: [Leaving.close, .reset], [false, true])
    func cancelTheHandler(_ leaving: Leaving, streaming: Bool) async throws {
        let log = Log<Event>()
        try await withServer(endless(log, streaming: streaming)) { server in
            let client = try Client(port: server.port)
            client.send(Self.request)
            #expect(await log.next() == .began)
            if leaving == .reset { client.reset() } else { client.close() }
            #expect(await log.next() == .cancelled)
        }
    }

    @Test func cancelTheHandlerWhenTheyHadMoreToSendThanWasRead() async throws {
        let log = Log<Event>()
        try await withServer(endless(log, streaming: false)) { server in
            let client = try Client(port: server.port)
            _ = try await blocking {
                client.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 200000\r\n\r\n")
                // More than the look-ahead, less than what the kernel takes besides: else FIN stays behind the bytes.
                return client.send([UInt8](repeating: 0x61, count: 100_000))
            }
            #expect(await log.next() == .began)
            client.close()
            #expect(await log.next() == .cancelled)
        }
    }

    @Test func cancelTheHandlerOfAStreamByHalfClosing() async throws {
        let log = Log<Event>()
        try await withServer(endless(log, streaming: true)) { server in
            let client = try Client(port: server.port)
            client.send(Self.request)
            #expect(await log.next() == .began)
            client.shutdownWriting()
            #expect(await log.next() == .cancelled)
        }
    }

    @Test func cancelTheHandlerOfAnHTTP10RequestEvenByHalfClosing() async throws {
        let log = Log<Event>()
        try await withServer(endless(log, streaming: false)) { server in
            let client = try Client(port: server.port)
            client.send("GET / HTTP/1.0\r\n\r\n")
            #expect(await log.next() == .began)
            client.shutdownWriting()
            #expect(await log.next() == .cancelled)
        }
    }

    @Test func areStillAnsweredAfterHalfClosing() async throws {
        try await withServer(echo) { server in
            let responses = try await blocking {
                let client = try Client(port: server.port)
                client.send("GET /a HTTP/1.1\r\nHost: h\r\n\r\nGET /b HTTP/1.1\r\nHost: h\r\n\r\n")
                client.shutdownWriting()
                return try client.readResponses()
            }
            #expect(responses.map(\.text) == ["/a", "/b"])
            #expect(responses.map(\.saysClose) == [false, true])
        }
    }

    @Test func areStillAnsweredLongAfterHalfClosing() async throws {
        let log = Log<Event>()
        let release = Log<Void>()
        let handler = ClosureHandler { _, response in
            log.note(.began)
            _ = await release.next()
            try Task.checkCancellation()
            try await response.send(.ok, body: Array("late".utf8))
        }
        try await withServer(handler) { server in
            let responses = try await blocking {
                let client = try Client(port: server.port)
                client.send(Self.request)
                client.shutdownWriting()
                // The server looks whether the client is still there; only then may the handler go on.
                let interim = try client.readResponse()
                release.note(())
                return [interim] + (try client.readResponses())
            }
            #expect(responses.map(\.?.status) == [100, 200])
            #expect(responses.last??.text == "late")
        }
    }

    @Test func fromWithinABodyAreAnswered400() async throws {
        try await withServer(echo) { server in
            let responses = try await blocking {
                let client = try Client(port: server.port)
                client.send("POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\nhello")
                client.shutdownWriting()
                return try client.readResponses()
            }
            #expect(responses.map(\.status) == [400])
        }
    }

    @Test func fromWithinAHeadAreAnswered400() async throws {
        try await withServer(echo) { server in
            let responses = try await blocking {
                let client = try Client(port: server.port)
                client.send("GET / HTTP/1.1\r\nHost")
                client.shutdownWriting()
                return try client.readResponses()
            }
            #expect(responses.map(\.status) == [400])
        }
    }

    @Test func makeWritesThrow() async throws {
        let outcome = Log<ServerError?>()
        let handler = ClosureHandler { _, response in
            do {
                let body = try await response.start(.ok, first: Array("first".utf8))
                // Deaf to cancellation, so that it is the write which ends it.
                while true { try await body.write([UInt8](repeating: 0x61, count: 10_000)) }
            } catch {
                outcome.note(error as? ServerError)
            }
        }
        try await withServer(handler) { server in
            let client = try Client(port: server.port)
            client.send(Self.request)
            _ = try await blocking { client.read(until: "first") }
            client.close()
            #expect(await outcome.next() == .clientLeft)
        }
    }
}
