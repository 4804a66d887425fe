import CurlClient
import Glibc
import Testing

@Suite(.timeLimit(.minutes(5))) struct TimeoutTests {
    private static let short = Duration.milliseconds(80)
    private static let streamHead = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"

    /// The error of a call to an upstream that sends `text` and is then silent, and how long it took.
    private func call(sending text: String, _ timeouts: Timeouts, scheme: String = "http") async throws -> CurlError? {
        let upstream = try ScriptedUpstream { connection in
            if scheme == "http" { connection.readRequest(logs: false) }
            connection.write(text)
            connection.waitForClose()
        }
        let client = try CurlClient()
        let url = try UpstreamURL("\(scheme)://127.0.0.1:\(upstream.port)/")
        let start = ContinuousClock.now
        let error = await failure { () async throws(CurlError) in
            try await client.send(ClientRequest(url: url, timeouts: timeouts)).body.collect(upTo: 1000)
        }
        #expect(start.duration(to: .now) >= Self.short)
        guard case .closed = await upstream.event() else {
            Issue.record("the upstream's connection stays open")
            return error
        }
        return error
    }

    @Test(arguments: ["", "HTTP/1.1 200 OK\r\nX: 1\r\n", "HTTP/1.1 100 Continue\r\n\r\n"])
    func firstByte(text: String) async throws {
        #expect(try await call(sending: text, Timeouts(firstByte: Self.short)) == .firstByteTimeout(Self.short))
    }

    @Test func idle() async throws {
        let error = try await call(sending: Self.streamHead + "5\r\nhello\r\n", Timeouts(idle: Self.short))
        #expect(error == .idleTimeout(Self.short, receivedBytes: 5))
    }

    @Test func total() async throws {
        let error = try await call(sending: Self.streamHead + "5\r\nhello\r\n", Timeouts(total: Self.short))
        #expect(error == .totalTimeout(Self.short, receivedBytes: 5))
        #expect(try await call(sending: "", Timeouts(total: Self.short)) == .totalTimeout(Self.short, receivedBytes: 0))
    }

    @Test func connectCoversTheHandshake() async throws {
        let error = try await call(sending: "", Timeouts(connect: Self.short), scheme: "https")
        #expect(error == .connectTimeout(Self.short))
    }

    @Test func connectToAHostThatDoesNotAnswer() async throws {
        // With its queue full the kernel drops further SYNs.
        let upstream = try ScriptedUpstream(backlog: 0, accepts: false)
        let client = try CurlClient()
        let url = try upstream.url()
        let errors = await withTaskGroup(of: CurlError?.self) { group in
            for _ in 0..<4 {
                group.addTask {
                    let timeouts = Timeouts(connect: Self.short, firstByte: Self.short * 4)
                    let request = ClientRequest(url: url, timeouts: timeouts)
                    return await failure { () async throws(CurlError) in try await client.send(request) }
                }
            }
            return await group.reduce(into: [CurlError?]()) { $0.append($1) }
        }
        #expect(errors.contains(.connectTimeout(Self.short)))
    }

    @Test func idleDoesNotCountWhileTheReaderIsBehind() async throws {
        let size = 30_000_000
        let upstream = try ScriptedUpstream { connection in
            let body = [UInt8](repeating: 1, count: size)
            connection.readRequest(logs: false)
            connection.write(Array("HTTP/1.1 200 OK\r\nContent-Length: \(size)\r\n\r\n".utf8) + body)
        }
        let timeouts = Timeouts(idle: .milliseconds(150))
        let response = try await CurlClient().send(ClientRequest(url: try upstream.url(), timeouts: timeouts))
        // Each of these is a tenth of a second in which nothing moved.
        for _ in 0..<4 { #expect(await upstream.event() == .blocked) }
        #expect(try await response.body.collect(upTo: size).count == size)
    }
}
