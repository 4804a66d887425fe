import HTTP
import HTTPServer
import HTTPTypes
import Testing

/// Neither a slow reader nor an eager sender makes the server keep more than its limits.
@Suite(.timeLimit(.minutes(5)))
struct BackpressureTests {
    private static let piece = [UInt8](repeating: 0x61, count: 64 * 1024)
    private static let pieces = 1024

    @Test func suspendsTheWriterForAReaderThatStalls() async throws {
        var configuration = ServerConfiguration()
        configuration.timeouts.writeStall = .milliseconds(200)
        let written = Log<Int>()
        let handler = ClosureHandler { _, response in
            let body = try await response.start(.ok)
            var count = 0
            do {
                while true {
                    try await body.write(Self.piece)
                    count += 1
                }
            } catch {
                written.note(count)
            }
        }
        try await withServer(handler, configuration) { server in
            let client = try Client(port: server.port, receiveBuffer: 16 * 1024)
            client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n")
            // What was taken without a reader fills the kernel's buffers, some megabytes of the 64 on offer.
            #expect(try #require(await written.next()) < Self.pieces / 4)
            client.close()
        }
    }

    @Test func losesNothingForASlowReader() async throws {
        let handler = ClosureHandler { _, response in
            let body = try await response.start(.ok)
            for _ in 0..<Self.pieces / 8 { try await body.write(Self.piece) }
            try await body.finish()
        }
        try await withServer(handler) { server in
            let count = try await blocking {
                let client = try Client(port: server.port, receiveBuffer: 16 * 1024)
                client.send("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")
                return client.readToEnd().count
            }
            #expect(count > Self.pieces / 8 * Self.piece.count)
        }
    }

    @Test func suspendsASendForAReaderThatStalls() async throws {
        var configuration = ServerConfiguration()
        configuration.timeouts.writeStall = .milliseconds(200)
        let outcome = Log<ServerError?>()
        let handler = ClosureHandler { _, response in
            do {
                try await response.send(.ok, body: [UInt8](repeating: 0x61, count: 64 * 1024 * 1024))
                outcome.note(nil)
            } catch {
                outcome.note(error as? ServerError)
            }
        }
        try await withServer(handler, configuration) { server in
            let client = try Client(port: server.port, receiveBuffer: 16 * 1024)
            client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n")
            #expect(await outcome.next() == .clientLeft)
            client.close()
        }
    }

    @Test func readsABodyNoFasterThanTheHandler() async throws {
        let release = Log<Void>()
        let handler = ClosureHandler { request, response in
            _ = await release.next()
            let body = try await request.body.collect(upTo: .max)
            try await response.send(.ok, body: Array("\(body.count)".utf8))
        }
        var configuration = ServerConfiguration()
        configuration.limits.http.maxBodyBytes = 64 * 1024 * 1024
        let content = [UInt8](repeating: 0x61, count: 32 * 1024 * 1024)
        try await withServer(handler, configuration) { server in
            let (sentBefore, answer) = try await blocking {
                let client = try Client(port: server.port, patience: 300)
                client.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: \(content.count)\r\n\r\n")
                let before = client.send(content)
                release.note(())
                // A send gives up after a while, which on a busy machine may come before the server has read on.
                var rest = content.dropFirst(before)
                for _ in 0..<100 where !rest.isEmpty { rest = rest.dropFirst(client.send(Array(rest))) }
                return (before, try client.readResponse())
            }
            #expect(sentBefore < content.count)
            #expect(answer?.text == "\(content.count)")
        }
    }
}
