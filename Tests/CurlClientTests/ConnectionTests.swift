import CurlClient
import Glibc
import Testing

@Suite(.timeLimit(.minutes(5))) struct ConnectionTests {
    private static let answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"

    private func upstream() throws -> ScriptedUpstream {
        try ScriptedUpstream { connection in
            while connection.readRequest(logs: false) { connection.write(Self.answer) }
            connection.waitForClose()
        }
    }

    @Test func oneConnectionForRequestsInTurn() async throws {
        let upstream = try upstream()
        var configuration = CurlConfiguration()
        // However slow the machine is at the moment.
        configuration.maxIdleAge = .seconds(600)
        let client = try CurlClient(configuration: configuration)
        for _ in 0..<50 {
            let response = try await client.send(ClientRequest(url: try upstream.url()))
            #expect(try await response.body.collect(upTo: 2).count == 2)
        }
        #expect(upstream.accepted == 1)
    }

    @Test func idleConnectionsAreNotReusedWhenTooOld() async throws {
        let upstream = try upstream()
        var configuration = CurlConfiguration()
        configuration.maxIdleAge = .seconds(1)
        let client = try CurlClient(configuration: configuration)
        _ = try await client.send(ClientRequest(url: try upstream.url())).body.collect(upTo: 2)
        // The age itself is what is tested; libcurl counts it in whole seconds.
        try await Task.sleep(for: .milliseconds(2100))
        _ = try await client.send(ClientRequest(url: try upstream.url())).body.collect(upTo: 2)
        #expect(upstream.accepted == 2)
    }

    @Test func bytesAfterAnAnswerAreNobodysAnswer() async throws {
        let gate = Gate()
        let upstream = try ScriptedUpstream { connection in
            guard connection.readRequest(logs: false) else { return }
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n")
            // Once the head has been read alone, libcurl reads no more than the body, and leaves the rest in the socket.
            gate.pass()
            connection.write("okHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nno")
            connection.waitForClose()
        }
        let client = try CurlClient(configuration: CurlConfiguration())
        for _ in 0..<3 {
            let response = try await client.send(ClientRequest(url: try upstream.url()))
            gate.open()
            #expect(try await response.body.collect(upTo: 2) == Array("ok".utf8))
        }
        #expect(upstream.accepted == 3)
    }

    @Test func callsAboveTheConnectionLimitWaitTheirTurn() async throws {
        let upstream = try upstream()
        var configuration = CurlConfiguration()
        configuration.maxConnectionsPerHost = 3
        let client = try CurlClient(configuration: configuration)
        let url = try upstream.url()
        try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<100 {
                group.addTask { try await client.send(ClientRequest(url: url)).body.collect(upTo: 2).count }
            }
            for try await count in group { #expect(count == 2) }
        }
        #expect(upstream.accepted <= 3)
    }

    @Test func aThousandRequestsLeaveNoDescriptor() async {
        // In a process of its own, where nobody else opens any.
        await #expect(processExitsWith: .success) {
            let upstream = try ScriptedUpstream { connection in
                while connection.readRequest(logs: false) {
                    connection.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
                }
            }
            // The first round opens what the runtime keeps.
            try await Self.call(upstream, times: 10)
            let before = Self.openDescriptors()
            try await Self.call(upstream, times: 1000)
            // The server's side closes when it has seen EOF.
            let deadline = ContinuousClock.now + .seconds(10)
            while Self.openDescriptors() > before, .now < deadline { await Task.yield() }
            #expect(Self.openDescriptors() <= before)
        }
    }

    private static func openDescriptors() -> Int {
        (0..<1024).count { fcntl($0, F_GETFD) >= 0 }
    }

    /// Calls with a client of its own, 64 at a time.
    private static func call(_ upstream: ScriptedUpstream, times: Int) async throws {
        let client = try CurlClient()
        let url = try upstream.url()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for index in 0..<times {
                if index >= 64 { try await group.next() }
                group.addTask { _ = try await client.send(ClientRequest(url: url)).body.collect(upTo: 2) }
            }
            try await group.waitForAll()
        }
        await client.shutdown()
    }
}
