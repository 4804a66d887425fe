import HTTP
import HTTPServer
import Testing

/// Every row of the table of bad input that a server without JSON can show, over a real socket.
@Suite(.timeLimit(.minutes(5)))
struct BadInputTests {
    private let configuration: ServerConfiguration = {
        var configuration = ServerConfiguration()
        configuration.limits.http.maxBodyBytes = 65_536
        return configuration
    }()

    private static let follower = Array("GET /second HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n".utf8)

    @Test func theTableIsThere() {
        #expect(BadInputRow.all.count > 120)
    }

    @Test(arguments: BadInputRow.all)
    func isAnsweredWhole(_ row: BadInputRow) async throws {
        try await check(row, piece: .max)
    }

    @Test(arguments: BadInputRow.all)
    func isAnsweredAlikeByteByByte(_ row: BadInputRow) async throws {
        try await check(row, piece: 1)
    }

    @Test(arguments: BadInputRow.all)
    func isAnsweredAlikeSixtyFourTimesAtOnce(_ row: BadInputRow) async throws {
        try await check(row, piece: .max, times: 64)
    }

    /// The row, and after it on the same connection a request that must not be served when the row ends it.
    private func check(_ row: BadInputRow, piece: Int, times: Int = 1) async throws {
        try await withServer(echo, configuration) { server in
            try await withThrowingTaskGroup(of: ([Response], Client.End?).self) { group in
                for _ in 0..<times {
                    group.addTask {
                        try await blocking {
                            let client = try Client(port: server.port)
                            client.send(row.bytes + Self.follower, piece: piece)
                            return (try client.readResponses(), client.end)
                        }
                    }
                }
                for try await (responses, end) in group {
                    #expect(responses.first?.status == row.status)
                    #expect(end == .closed)
                    #expect(responses.allSatisfy { $0["date"] != nil })
                    if row.ends {
                        #expect(responses.first?.saysClose == true)
                        #expect(!responses.contains { $0.text == "/second" })
                    } else {
                        #expect(responses.first?.saysClose == false)
                        #expect(responses.count == 2)
                        #expect(responses.last?.text == "/second")
                    }
                }
            }
        }
    }
}
