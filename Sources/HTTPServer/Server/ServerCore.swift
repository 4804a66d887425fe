import Glibc
import Synchronization

/// What listener and connections of one server share.
final class ServerCore: Sendable {
    let configuration: ServerConfiguration
    let timeLimits: TimeLimits
    let handler: any HTTPHandler
    let workers: [Worker]
    let tally = ConnectionTally()
    private let connectionCap: Int
    private let nextWorker = Atomic<Int>(0)
    private let phase = Atomic<Phase>(.serving)

    /// How far the end of the server has come.
    enum Phase: UInt8, AtomicRepresentable {
        case serving
        /// Connections end as soon as their request is answered.
        case draining
        /// Connections end.
        case terminating
    }

    init(configuration: ServerConfiguration, handler: any HTTPHandler) throws(ServerError) {
        self.configuration = configuration
        timeLimits = TimeLimits(configuration.timeouts)
        self.handler = handler
        connectionCap = configuration.connectionCap
        var workers: [Worker] = []
        for number in 0..<configuration.loops {
            let loop = try Loop(label: "http-\(number)")
            workers.append(
                Worker(
                    loop: loop, readBytes: configuration.limits.readBytes,
                    sweepInterval: configuration.timeouts.sweepInterval))
        }
        self.workers = workers
    }

    /// The phase for connections that begin only now.
    var currentPhase: Phase { phase.load(ordering: .acquiring) }

    var hasRoom: Bool { tally.open < connectionCap }

    /// Makes a connection of an accepted socket, on the loop whose turn it is.
    ///
    /// A client that has as many as it may is turned away without a word; nobody else notices.
    func admit(descriptor: Int32, client: ClientAddress?) {
        guard tally.enter(counted(client), limit: configuration.limits.maxConnectionsPerClient) else {
            close(descriptor)
            return
        }
        let turn = nextWorker.add(1, ordering: .relaxed).oldValue
        let worker = workers[turn % workers.count]
        let connection = Connection(descriptor: descriptor, client: client, worker: worker, core: self)
        worker.loop.async { connection.assumeIsolated { $0.begin() } }
    }

    /// Who is counted for a connection.
    func counted(_ client: ClientAddress?) -> ClientAddress? {
        guard let client, configuration.limits.limitsLoopbackClients || !client.isLoopback else { return nil }
        return client
    }

    /// Lets connections end as soon as their request is answered.
    func drain() {
        phase.store(.draining, ordering: .releasing)
        for worker in workers { worker.forEach { $0.drain() } }
    }

    /// Breaks off what is left.
    func terminate() {
        phase.store(.terminating, ordering: .releasing)
        for worker in workers { worker.forEach { $0.terminate() } }
    }
}
