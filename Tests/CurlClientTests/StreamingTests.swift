import CurlClient
import HTTPTypes
import Testing

@Suite(.timeLimit(.minutes(5))) struct StreamingTests {
    private static let streamHead = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"

    @Test func headAndPiecesComeAsTheyAreSent() async throws {
        let gate = Gate()
        let upstream = try ScriptedUpstream { connection in
            connection.readRequest()
            connection.write(Self.streamHead)
            gate.pass()
            connection.write("5\r\nfirst\r\n")
            gate.pass()
            connection.write("6\r\nsecond\r\n")
            gate.pass()
            connection.write("0\r\nTrailer: 1\r\n\r\n")
        }
        let client = try CurlClient()
        let response = try await client.send(ClientRequest(url: try upstream.url()))
        #expect(response.status == .ok)
        var pieces = response.body.makeAsyncIterator()
        gate.open()
        #expect(try await pieces.next() == Array("first".utf8))
        gate.open()
        #expect(try await pieces.next() == Array("second".utf8))
        gate.open()
        #expect(try await pieces.next() == nil)
        #expect(try await pieces.next() == nil)
    }

    @Test func twoReadersOfOneBodyAreAnError() async throws {
        let gate = Gate()
        let upstream = try ScriptedUpstream { connection in
            connection.readRequest()
            connection.write(Self.streamHead)
            gate.pass()
            connection.write("0\r\n\r\n")
        }
        let client = try CurlClient()
        let body = try await client.send(ClientRequest(url: try upstream.url())).body
        let errors = await withTaskGroup(of: CurlError?.self) { group in
            for _ in 0..<2 {
                group.addTask { await failure { () async throws(CurlError) in try await body.collect(upTo: 1) } }
            }
            let first = await group.next() ?? nil
            gate.open()
            return [first, await group.next() ?? nil]
        }
        #expect(errors == [.concurrentReads, nil])
    }

    @Test func slowReaderHoldsTheUpstreamBack() async throws {
        let size = 20_000_000
        let upstream = try ScriptedUpstream { connection in
            connection.readRequest()
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: \(size)\r\n\r\n")
            connection.write((0..<size).map { UInt8(truncatingIfNeeded: $0 >> 4) })
        }
        let bound = CurlConfiguration().maxBufferedBytes
        let client = try CurlClient()
        let response = try await client.send(ClientRequest(url: try upstream.url()))
        #expect(await upstream.event() == .request("GET / HTTP/1.1\r\nHost: 127.0.0.1:\(upstream.port)\r\n\r\n"))
        // The upstream cannot go on: all buffers between it and us are full.
        #expect(await upstream.event() == .blocked)
        var received = 0
        var largest = 0
        for try await piece in response.body {
            #expect(piece.first == UInt8(truncatingIfNeeded: received >> 4))
            received += piece.count
            largest = max(largest, piece.count)
        }
        #expect(received == size)
        #expect(largest >= bound)
        #expect(largest <= bound + 16 * 1024)
    }

    @Test func twoHundredStreamsAtOnce() async throws {
        let upstream = try ScriptedUpstream { connection in
            while connection.readRequest(logs: false) {
                connection.write(Self.streamHead)
                for _ in 0..<20 { connection.write("8\r\ndata: x\n\r\n") }
                connection.write("0\r\n\r\n")
            }
        }
        let client = try CurlClient()
        let url = try upstream.url()
        let sizes = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<200 {
                group.addTask { try await client.send(ClientRequest(url: url)).body.collect(upTo: 1000).count }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(sizes == Array(repeating: 160, count: 200))
    }

    @Test func aBodyTooLargeToCollectStopsTheTransfer() async throws {
        let upstream = try ScriptedUpstream { connection in
            connection.readRequest(logs: false)
            connection.write(Self.streamHead + "5\r\n12345\r\n")
            connection.waitForClose()
        }
        let response = try await CurlClient().send(ClientRequest(url: try upstream.url()))
        let error = await failure { () async throws(CurlError) in try await response.body.collect(upTo: 4) }
        #expect(error == .bodyTooLarge(limit: 4))
        guard case .closed = await upstream.event() else {
            Issue.record("the upstream's connection stays open")
            return
        }
    }
}
