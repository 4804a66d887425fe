import Glibc
import HTTP
import Synchronization

/// One loop with the connections that live on it, their deadlines and the current date.
final class Worker: Sendable {
    private struct State {
        var connections: [ObjectIdentifier: Connection] = [:]
        var dateSecond = 0
        var date: [UInt8] = []
    }

    let loop: Loop
    /// Who answers the connections' requests.
    let handlers: HandlerPool
    /// Where what the connections receive is read to.
    let readBuffer: ReadBuffer
    private let sweepInterval: Duration
    private let state = Mutex(State())

    init(loop: Loop, readBytes: Int, sweepInterval: Duration) {
        self.loop = loop
        handlers = HandlerPool(loop: loop)
        readBuffer = ReadBuffer(byteCount: readBytes)
        self.sweepInterval = sweepInterval
    }

    /// The value of a Date field (RFC 9110 §6.6.1), rendered once a second.
    var date: [UInt8] {
        let second = time(nil)
        return state.withLock { state in
            if state.dateSecond != second {
                state.dateSecond = second
                state.date = HTTPDate.bytes(secondsSince1970: second)
            }
            return state.date
        }
    }

    func add(_ connection: Connection) {
        let isFirst = state.withLock { state in
            state.connections[ObjectIdentifier(connection)] = connection
            return state.connections.count == 1
        }
        if isFirst { sweepLater() }
    }

    /// Whether the connection was still there.
    func remove(_ connection: Connection) -> Bool {
        state.withLock { $0.connections.removeValue(forKey: ObjectIdentifier(connection)) != nil }
    }

    /// Runs `body` on the loop for every connection that is there by then.
    func forEach(_ body: @escaping @Sendable (isolated Connection) -> Void) {
        loop.async {
            for connection in self.connections { connection.assumeIsolated(body) }
        }
    }

    private var connections: [Connection] { state.withLock { Array($0.connections.values) } }

    /// Deadlines cost a connection one stored number: one timer for all of them looks at each now and then,
    /// and rests while there is none.
    private func sweepLater() {
        loop.async(after: sweepInterval) {
            let connections = self.connections
            guard !connections.isEmpty else { return }
            let now = Uptime.now
            for connection in connections { connection.assumeIsolated { $0.checkDeadline(now: now) } }
            self.sweepLater()
        }
    }
}
