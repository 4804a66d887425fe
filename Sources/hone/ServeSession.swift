import Configuration
import CurlClient
import Glibc
import HTTPServer
import HoneService
import Logging
import Systemd
import Upstream

/// One `hone serve` from its first word to its last.
struct ServeSession {
    private let settings: ServeSettings
    let configuration: Configuration
    let client: CurlClient
    private let logger: Logger
    let state: ServiceState
    private let manager = ServiceManager()

    /// A session that begins with `configuration`, which stands in `settings`.
    init(settings: ServeSettings, configuration: Configuration) throws {
        self.settings = settings
        self.configuration = configuration
        client = try CurlClient()
        logger = Logger.toStandardError(configuration.logLevel)
        state = ServiceState(
            telemetry: Telemetry(
                logger: logger, exportsSpans: configuration.telemetry.otlpEndpoint != nil))
    }

    /// Serves until a signal ends it.
    func run() async throws {
        do {
            try await serveUntilSignal()
        } catch {
            await client.shutdown()
            await JSONLogHandler.flush()
            throw error
        }
        await client.shutdown()
        await JSONLogHandler.flush()
    }

    private func serveUntilSignal() async throws {
        for warning in configuration.warnings { logger.warning("\(warning)") }
        let socket = try inheritedSocket()
        // A reload without a file could change nothing, and who closes a terminal means to end what runs in it.
        let reloads = settings.file == nil ? nil : ReloadSignal()
        let signals = TerminationSignals()
        let handler = ReloadableHandler(service(for: configuration), state: state)
        let server = try await start(on: socket, handler)
        try client.live(on: server.loops)
        state.countConnections { [weak server] in server?.openConnections ?? 0 }
        let address = "http://\(ListeningAddress(host: configuration.listen.host, port: server.port))"
        printLine("hone listening on \(socket == nil ? address : "http://\(ListeningAddress(server))")")
        manager.ready(status: "Listening on \(address)")
        // Ends with this scope, and exports what is left by then.
        async let _: Void = exportSpans()
        let signal = await serve(on: server, handler, reloads?.arrivals, until: signals)
        reloads?.end()
        logger.info("stopping", metadata: ["signal": "\(signal)", "running": "\(server.openConnections)"])
        await stop(server, handler, isInherited: socket != nil)
    }

    // MARK: Listening

    private func inheritedSocket() throws -> AdoptedSocket? {
        do {
            guard let descriptor = try InheritedSocket.take() else { return nil }
            let socket = try AdoptedSocket(descriptor: descriptor)
            if let issue = configuration.refusal(ofHost: socket.host) { throw CommandFailure("\(issue)") }
            return socket
        } catch let error as SystemdError {
            throw CommandFailure("\(error).")
        } catch let error as ServerError {
            throw CommandFailure("The socket that LISTEN_FDS hands over cannot be served: \(error.reason).")
        }
    }

    private func start(on socket: AdoptedSocket?, _ handler: ReloadableHandler) async throws -> HTTPServer {
        let setup = ServerConfiguration(limits: configuration.limits)
        if let socket { return try HTTPServer.start(on: socket, configuration: setup, handler: handler) }
        let address = ListeningAddress(host: configuration.listen.host, port: configuration.listen.port)
        return try await address.listen { host, port in
            try HTTPServer.start(host: host, port: port, configuration: setup, handler: handler)
        }
    }

    // MARK: Serving

    private func service(for configuration: Configuration) -> HoneService {
        HoneService(
            fleet: Fleet(configuration.fleet, client: client), configuration: configuration.service, state: state)
    }

    /// Serves until a signal asks for the end, and tells which.
    private func serve(
        on server: HTTPServer, _ handler: ReloadableHandler, _ reloads: AsyncStream<Void>?,
        until signals: TerminationSignals
    ) async -> String {
        async let _: Void = reload(handler, of: server, at: reloads)
        async let _: Void = showLife(of: server)
        // Leaving the scope cancels both.
        return await signals.next()
    }

    /// Reads the settings again whenever a signal asks for it.
    private func reload(_ handler: ReloadableHandler, of server: HTTPServer, at arrivals: AsyncStream<Void>?) async {
        guard let arrivals else { return }
        for await _ in arrivals {
            manager.reloading()
            do {
                let new = try settings.load()
                // Where it listens stays as it is, whatever the file says now.
                if let issue = new.refusal(ofHost: server.host) { throw CommandFailure("\(issue)") }
                for warning in new.warnings { logger.warning("\(warning)") }
                if let difference = configuration.needsRestart(for: new) {
                    logger.warning("\(difference) changes only with a restart")
                }
                handler.replace(with: service(for: new))
                logger.notice("reloaded", metadata: ["file": "\(settings.file ?? "")"])
                manager.ready(status: "Reloaded")
            } catch {
                logger.error("not reloaded, the old configuration stays: \(error)")
                manager.ready(status: "Not reloaded: the configuration is wrong")
            }
        }
    }

    /// Tells the service manager that the server is alive, as often as it wants to hear it, and only if every loop is.
    private func showLife(of server: HTTPServer) async {
        guard let interval = manager.watchdogInterval else { return }
        while !Task.isCancelled {
            await server.pulse()
            manager.alive()
            try? await Task.sleep(for: interval / 2)
        }
    }

    // MARK: Ending

    private func stop(_ server: HTTPServer, _ handler: ReloadableHandler, isInherited: Bool) async {
        manager.stopping(status: "Letting running requests finish")
        let end = ContinuousClock.now + configuration.gracePeriod
        // On its own socket Hone goes on to tell whoever looks that it is alive but takes no more; on one that the
        // service manager keeps, who comes now is better served by the next process.
        if !isInherited {
            server.drain()
            await handler.drain(within: configuration.gracePeriod)
        }
        await server.stop(gracePeriod: max(.zero, end - .now))
    }
}

extension ListeningAddress {
    /// Where a server listens.
    init(_ server: HTTPServer) { self.init(host: server.host, port: server.port) }
}
