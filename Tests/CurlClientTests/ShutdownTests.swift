import CurlClient
import Testing

@Suite(.timeLimit(.minutes(5))) struct ShutdownTests {
    private func silentUpstream() throws -> ScriptedUpstream {
        try ScriptedUpstream { connection in
            connection.readRequest()
            connection.waitForClose()
        }
    }

    @Test func failsWhatRunsAndClosesItsConnections() async throws {
        let upstream = try silentUpstream()
        let client = try CurlClient()
        let request = ClientRequest(url: try upstream.url())
        let calls = (0..<5).map { _ in
            Task { await failure { () async throws(CurlError) in try await client.send(request) } }
        }
        for _ in calls { _ = await upstream.event() }
        await client.shutdown()
        for call in calls { #expect(await call.value == .shutdown) }
        for _ in calls {
            guard case .closed = await upstream.event() else {
                Issue.record("a connection stays open")
                return
            }
        }
    }

    @Test func failsABodyInFlightAfterWhatHadCome() async throws {
        let upstream = try ScriptedUpstream { connection in
            connection.readRequest()
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhello")
            connection.waitForClose()
        }
        let client = try CurlClient()
        let response = try await client.send(ClientRequest(url: try upstream.url()))
        var pieces = response.body.makeAsyncIterator()
        #expect(try await pieces.next() == Array("hello".utf8))
        await client.shutdown()
        await #expect(throws: CurlError.shutdown) { try await pieces.next() }
    }

    @Test func laterCallsFailAtOnce() async throws {
        let upstream = try silentUpstream()
        let client = try CurlClient()
        await client.shutdown()
        let request = ClientRequest(url: try upstream.url())
        #expect(await failure { () async throws(CurlError) in try await client.send(request) } == .shutdown)
        #expect(upstream.accepted == 0)
    }

    @Test func mayBeAskedForTwiceAtOnce() async throws {
        let client = try CurlClient()
        async let first: Void = client.shutdown()
        async let second: Void = client.shutdown()
        _ = await (first, second)
    }

    @Test func aBodyOutlivesItsClient() async throws {
        let gate = Gate()
        let upstream = try ScriptedUpstream { connection in
            connection.readRequest(logs: false)
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n")
            gate.pass()
            connection.write("hello")
            connection.waitForClose()
        }
        var client: CurlClient? = try CurlClient()
        var body = try await client?.send(ClientRequest(url: try upstream.url())).body
        client = nil
        gate.open()
        #expect(try await body?.collect(upTo: 5) == Array("hello".utf8))
        // Without client and body the engine ends, and with it the connection that was kept for reuse.
        body = nil
        guard case .closed = await upstream.event() else {
            Issue.record("the connection stays open")
            return
        }
    }
}
