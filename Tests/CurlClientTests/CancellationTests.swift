import CurlClient
import HTTPTypes
import Testing

@Suite(.timeLimit(.minutes(5))) struct CancellationTests {
    private static let streamHead = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    private static let prompt = Duration.milliseconds(500)

    /// An upstream that sends `text` and then waits for its peer to leave.
    private func upstream(sending text: String) throws -> ScriptedUpstream {
        try ScriptedUpstream { connection in
            connection.readRequest()
            connection.write(text)
            connection.waitForClose()
        }
    }

    private func expectClosed(_ upstream: ScriptedUpstream, soonAfter start: ContinuousClock.Instant) async {
        while let event = await upstream.event() {
            guard case .request = event else {
                guard case .closed(let instant) = event else { break }
                #expect(start.duration(to: instant) < Self.prompt)
                return
            }
        }
        Issue.record("the upstream's connection stays open")
    }

    @Test func beforeTheHead() async throws {
        let upstream = try upstream(sending: "")
        let client = try CurlClient()
        let request = ClientRequest(url: try upstream.url())
        let call = Task { await failure { () async throws(CurlError) in try await client.send(request) } }
        _ = await upstream.event()
        let start = ContinuousClock.now
        call.cancel()
        #expect(await call.value == .cancelled)
        await expectClosed(upstream, soonAfter: start)
    }

    @Test func beforeTheCall() async throws {
        let upstream = try upstream(sending: "")
        let client = try CurlClient()
        let request = ClientRequest(url: try upstream.url())
        let call = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return await failure { () async throws(CurlError) in try await client.send(request) }
        }
        #expect(await call.value == .cancelled)
        await client.shutdown()
        #expect(upstream.accepted == 0)
    }

    @Test(arguments: [streamHead, streamHead + "5\r\nhello\r\n"])
    func whileReadingTheBody(text: String) async throws {
        let upstream = try upstream(sending: text)
        let client = try CurlClient()
        let request = ClientRequest(url: try upstream.url())
        let (started, start) = AsyncStream.makeStream(of: Void.self)
        let call = Task {
            await failure { () async throws(CurlError) in
                let response = try await client.send(request)
                start.yield()
                return try await response.body.collect(upTo: 100)
            }
        }
        for await _ in started { break }
        let instant = ContinuousClock.now
        call.cancel()
        #expect(await call.value == .cancelled)
        await expectClosed(upstream, soonAfter: instant)
    }

    @Test func byDroppingTheBody() async throws {
        let upstream = try upstream(sending: Self.streamHead + "5\r\nhello\r\n")
        let client = try CurlClient()
        var response: ClientResponse? = try await client.send(ClientRequest(url: try upstream.url()))
        #expect(response?.status == .ok)
        let start = ContinuousClock.now
        response = nil
        await expectClosed(upstream, soonAfter: start)
    }

    @Test func byLeavingTheLoop() async throws {
        let upstream = try upstream(sending: Self.streamHead + "5\r\nhello\r\n")
        let client = try CurlClient()
        let url = try upstream.url()
        func readOnce() async throws {
            for try await piece in try await client.send(ClientRequest(url: url)).body {
                #expect(piece == Array("hello".utf8))
                return
            }
        }
        try await readOnce()
        await expectClosed(upstream, soonAfter: .now)
    }

    @Test func whilePaused() async throws {
        let upstream = try ScriptedUpstream { connection in
            connection.readRequest()
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: 50000000\r\n\r\n")
            _ = connection.write([UInt8](repeating: 0, count: 50_000_000))
            connection.waitForClose()
        }
        let client = try CurlClient()
        var response: ClientResponse? = try await client.send(ClientRequest(url: try upstream.url()))
        #expect(response?.status == .ok)
        while let event = await upstream.event(), event != .blocked {}
        let start = ContinuousClock.now
        response = nil
        while let event = await upstream.event() {
            if case .closed(let instant) = event {
                #expect(start.duration(to: instant) < Self.prompt)
                break
            }
        }
    }

    @Test func aThousandAtRandomMoments() async throws {
        let upstream = try ScriptedUpstream { connection in
            while connection.readRequest(logs: false) {
                guard connection.write(Self.streamHead) else { return }
                for _ in 0..<5 { connection.write("5\r\nhello\r\n") }
                connection.write("0\r\n\r\n")
            }
        }
        let client = try CurlClient()
        let request = ClientRequest(url: try upstream.url())
        await withTaskGroup(of: CurlError?.self) { group in
            for index in 0..<1000 {
                if index >= 32, let error = await group.next() { #expect([nil, .cancelled].contains(error)) }
                let call = Task {
                    await failure { () async throws(CurlError) in
                        try await client.send(request).body.collect(upTo: 100)
                    }
                }
                group.addTask {
                    for _ in 0..<(index % 50) { await Task.yield() }
                    if index % 3 != 0 { call.cancel() }
                    return await call.value
                }
            }
        }
        await client.shutdown()
    }
}
