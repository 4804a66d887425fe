import Glibc

/// An HTTP/1.1 server: listening from `start` to `stop`, whether or not the value is kept.
public final class HTTPServer: Sendable {
    /// The address it listens on, in numbers.
    public let host: String
    /// The port it listens on.
    public let port: Int
    private let core: ServerCore
    private let listener: Listener

    /// The loops it runs on.
    public var loops: [Loop] { core.workers.map(\.loop) }
    /// Connections open now.
    public var openConnections: Int { core.tally.open }

    /// A server that listens already when this returns.
    ///
    /// - Parameters:
    ///   - host: A name or an address; `0.0.0.0` and `::` mean all.
    ///   - port: 0 takes a free one.
    ///   - configuration: Limits, timeouts, number of loops.
    ///   - handler: Answers the requests.
    /// - Throws: `ServerError.cannotListen`, `.noResources`.
    public static func start(
        host: String, port: Int, configuration: ServerConfiguration = .init(), handler: some HTTPHandler
    ) throws(ServerError) -> HTTPServer {
        let descriptor = try ListeningSocket.open(host: host, port: port, backlog: configuration.backlog)
        let acceptor = SocketAcceptor(listener: descriptor)
        return try HTTPServer(
            listeningOn: descriptor, accepting: acceptor, configuration: configuration, handler: handler)
    }

    /// A server on a socket that somebody else has opened, which it owns from now on.
    ///
    /// - Throws: `ServerError.noResources`.
    public static func start(
        on socket: AdoptedSocket, configuration: ServerConfiguration = .init(), handler: some HTTPHandler
    ) throws(ServerError) -> HTTPServer {
        let acceptor = SocketAcceptor(listener: socket.descriptor)
        return try HTTPServer(
            listeningOn: socket.descriptor, accepting: acceptor, configuration: configuration, handler: handler)
    }

    /// Serves what `acceptor` takes off `descriptor`, which the server owns from now on.
    init(
        listeningOn descriptor: Int32, accepting acceptor: some Acceptor, configuration: ServerConfiguration,
        handler: some HTTPHandler
    ) throws(ServerError) {
        // A peer that has gone must be an error of the write, not the end of the process.
        signal(SIGPIPE, SIG_IGN)
        let address = SocketAddress.local(of: descriptor)
        host = address.host
        port = address.port
        do throws(ServerError) {
            core = try ServerCore(configuration: configuration, handler: handler)
        } catch {
            close(descriptor)
            throw error
        }
        let loop = core.workers[0].loop
        listener = Listener(descriptor: descriptor, acceptor: acceptor, loop: loop, core: core)
        loop.async { [listener] in listener.assumeIsolated { $0.start() } }
    }

    /// Closes idle connections, and lets the others and those to come end with the answer to their request.
    public func drain() { core.drain() }

    /// Waits until every loop has had its turn; a loop that is stuck never has.
    public func pulse() async {
        for worker in core.workers {
            await withCheckedContinuation { turn in worker.loop.async { turn.resume() } }
        }
    }

    /// Stops accepting, closes idle connections, lets running requests finish for `gracePeriod` with
    /// `Connection: close` on their answers, then cancels them; returns when all connections are gone.
    ///
    /// A handler that is deaf to cancellation holds it up until it returns.
    public func stop(gracePeriod: Duration) async {
        // First those that are there, so that none of them answers without `Connection: close` once nobody can connect;
        // then those that came in between.
        core.drain()
        await listener.stop()
        core.drain()
        let deadline = Task { [core] in
            try await Task.sleep(for: gracePeriod)
            core.terminate()
        }
        await core.tally.empty()
        deadline.cancel()
    }
}
