import Glibc
import HTTP
import HTTPTypes
import Synchronization
import Testing

@testable import HTTPServer

/// Accepting goes on whatever happens.
@Suite(.timeLimit(.minutes(5)))
struct ListenerTests {
    /// Fails as told, then accepts what waits.
    private final class FailingAcceptor: Acceptor {
        let real: SocketAcceptor
        private let outcomes: Mutex<[AcceptOutcome]>

        init(listener: Int32, outcomes: [AcceptOutcome]) {
            real = SocketAcceptor(listener: listener)
            self.outcomes = Mutex(outcomes)
        }

        func accept() -> AcceptOutcome {
            outcomes.withLock { $0.isEmpty ? nil : $0.removeFirst() } ?? real.accept()
        }
    }

    private func server(failing outcomes: [AcceptOutcome], _ change: (inout ServerConfiguration) -> Void = { _ in })
        throws -> HTTPServer
    {
        var configuration = ServerConfiguration()
        configuration.timeouts.acceptPause = .milliseconds(20)
        change(&configuration)
        let descriptor = try ListeningSocket.open(host: "127.0.0.1", port: 0, backlog: 128)
        let acceptor = FailingAcceptor(listener: descriptor, outcomes: outcomes)
        return try HTTPServer(
            listeningOn: descriptor, accepting: acceptor, configuration: configuration, handler: echo)
    }

    private func ask(_ port: Int) async throws -> Int? {
        try await blocking {
            let client = try Client(port: port)
            client.send("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")
            return try client.readResponse()?.status
        }
    }

    @Test func outlivesTheLackOfDescriptors() async throws {
        // After each failure one waiting client is turned away with the spare descriptor: here it finds nobody.
        let lack = AcceptOutcome.exhausted(errno: EMFILE)
        let server = try server(failing: [lack, .wouldBlock, lack, .wouldBlock, lack, .wouldBlock])
        #expect(try await ask(server.port) == 200)
        await server.stop(gracePeriod: .zero)
    }

    @Test func turnsAClientAwayWhenNoDescriptorIsLeft() async throws {
        let server = try server(failing: [.exhausted(errno: EMFILE)])
        let end = try await blocking {
            let client = try Client(port: server.port)
            _ = client.readToEnd()
            return client.end
        }
        #expect(end == .closed)
        #expect(try await ask(server.port) == 200)
        await server.stop(gracePeriod: .zero)
    }

    @Test func goesOnAfterAConnectionThatWentAway() async throws {
        let server = try server(failing: [.retry, .retry, .retry])
        #expect(try await ask(server.port) == 200)
        await server.stop(gracePeriod: .zero)
    }

    @Test func keepsToItsNumberOfConnections() async throws {
        let server = try server(failing: []) { $0.limits.maxConnections = 2 }
        let first = try Client(port: server.port)
        let second = try Client(port: server.port)
        for client in [first, second] {
            _ = try await blocking {
                client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n")
                return try client.readResponse()?.status
            }
        }
        let third = try Client(port: server.port, patience: 100)
        third.send("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")
        let early = try await blocking { try third.pollResponse()?.status }
        #expect(early == nil)
        #expect(server.openConnections == 2)
        first.close()
        let late = try await blocking {
            while true { if let response = try third.pollResponse() { return response.status } }
        }
        #expect(late == 200)
        await server.stop(gracePeriod: .zero)
    }

    @Test(arguments: [
        (EAGAIN, AcceptOutcome.wouldBlock), (EINTR, .retry), (ECONNABORTED, .retry), (EPROTO, .retry),
        (EMFILE, .exhausted(errno: EMFILE)), (ENFILE, .exhausted(errno: ENFILE)),
        (ENOBUFS, .exhausted(errno: ENOBUFS)), (ENOMEM, .exhausted(errno: ENOMEM)),
    ])
    func judgesErrors(code: Int32, outcome: AcceptOutcome) {
        #expect(SocketAcceptor.outcome(ofErrno: code) == outcome)
    }
}
