import Testing

@testable import HTTPServer

/// How many connections one client may have.
@Suite(.timeLimit(.minutes(5)))
struct ClientLimitTests {
    private static let request = "GET / HTTP/1.1\r\nHost: h\r\n\r\n"

    private static func configuration(_ limit: Int?, countsLoopback: Bool = true) -> ServerConfiguration {
        var configuration = ServerConfiguration()
        configuration.limits.maxConnectionsPerClient = limit
        configuration.limits.limitsLoopbackClients = countsLoopback
        return configuration
    }

    private static func ask(_ client: Client) async throws -> Int? {
        try await blocking {
            client.send(request)
            return try client.readResponse()?.status
        }
    }

    @Test func turnsAwayWhoHasEnoughAndHarmsNobodyElse() async throws {
        try await withServer(echo, Self.configuration(2)) { server in
            let first = try Client(port: server.port)
            let second = try Client(port: server.port)
            #expect(try await Self.ask(first) == 200)
            #expect(try await Self.ask(second) == 200)
            let third = try Client(port: server.port)
            let isTurnedAway = try await blocking {
                _ = third.readToEnd()
                return third.end != .timedOut
            }
            #expect(isTurnedAway)
            // Another client of the same machine, told apart by its address.
            let other = try Client(port: server.port, from: 0x7F00_0002)
            #expect(try await Self.ask(other) == 200)
            #expect(try await Self.ask(first) == 200)
            first.close()
            // The place is free as soon as the server has noticed.
            var status: Int?
            while status == nil { status = try await Self.ask(Client(port: server.port)) }
            #expect(status == 200)
        }
    }

    @Test(arguments: [(Int?.none, true), (1, false)])
    func leavesThisMachineAloneUnlessToldOtherwise(limit: Int?, countsLoopback: Bool) async throws {
        try await withServer(echo, Self.configuration(limit, countsLoopback: countsLoopback)) { server in
            let clients = try (0..<4).map { _ in try Client(port: server.port) }
            for client in clients { #expect(try await Self.ask(client) == 200) }
        }
    }

    @Test func takesANetworkOfIPv6ForOneClient() {
        func address(_ head: [UInt8], _ tail: [UInt8]) -> ClientAddress {
            ClientAddress(version6: head + [UInt8](repeating: 0, count: 16 - head.count - tail.count) + tail)
        }
        let network: [UInt8] = [0x20, 0x01, 0x0D, 0xB8, 1, 2, 3, 4]
        #expect(address(network, [1]) == address(network, [2]))
        #expect(address(network, [1]) != address([0x20, 0x01, 0x0D, 0xB8, 1, 2, 3, 5], [1]))
        #expect(address([], [1]).isLoopback && !address(network, [1]).isLoopback)
        #expect(address([], [0xFF, 0xFF, 10, 0, 0, 1]) == ClientAddress(version4: [10, 0, 0, 1]))
        #expect(address([], [0xFF, 0xFF, 10, 0, 0, 1]) != ClientAddress(version4: [10, 0, 0, 2]))
        #expect(ClientAddress(version4: [127, 0, 0, 9]).isLoopback)
    }
}
