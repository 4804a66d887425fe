import ArgumentParser
import CurlClient
import Glibc
import HTTPServer
import HoneService
import Logging
import Upstream

/// `hone serve`: the service in front of a model server.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Serve in front of an OpenAI-compatible model server.")

    @Option(help: "The base URL of the model server's API, for example http://127.0.0.1:8000/v1.")
    var upstream: String

    @Option(help: "The environment variable that holds the model server's key.")
    var upstreamKeyEnv: String?

    @Option(help: "The model for requests that name none. (default: the server's only model, if it has only one)")
    var model: String?

    @Flag(help: "Let difficulty-adaptive self-consistency learn from past requests that do not say whether it may.")
    var difficultyMemory = false

    @Option(help: "How many samples may be in flight at the model server at once.")
    var maxInFlight = 64

    @Option(help: "Seconds without a sign of life after which a call to the model server is given up.")
    var timeout = 600

    @OptionGroup var listening: ListeningOptions

    @Option(help: "The least that is logged.")
    var logLevel = LogLevel.info

    @Option(help: "Seconds that running requests have left after SIGTERM.")
    var gracePeriod = 10

    func validate() throws {
        guard gracePeriod >= 0 else { throw ValidationError("--grace-period must not be negative.") }
        guard maxInFlight > 0 else { throw ValidationError("--max-in-flight must be at least 1.") }
        guard timeout > 0 else { throw ValidationError("--timeout must be at least 1.") }
    }

    func run() async throws {
        let logger = Logger.toStandardError(logLevel.level)
        let client = try CurlClient()
        var configuration = ServiceConfiguration()
        configuration.defaultModel = model
        configuration.remembersDifficulty = difficultyMemory
        let fleet = Fleet(FleetConfiguration(upstreams: [try upstreamConfiguration()]), client: client)
        let service = HoneService(
            fleet: fleet, configuration: configuration, state: ServiceState(telemetry: Telemetry(logger: logger)))
        let signals = TerminationSignals()
        let server = try await listening.address.listen { host, port in
            try HTTPServer.start(host: host, port: port, handler: service)
        }
        printLine("hone listening on http://\(ListeningAddress(host: listening.host, port: server.port))")
        let signal = await signals.next()
        logger.info("stopping", metadata: ["signal": "\(signal)", "running": "\(server.openConnections)"])
        await server.stop(gracePeriod: .seconds(gracePeriod))
        await client.shutdown()
    }

    private func upstreamConfiguration() throws -> UpstreamConfiguration {
        let base: UpstreamURL
        do {
            base = try UpstreamURL(upstream)
        } catch {
            throw CommandFailure(
                "--upstream must be an http or https URL such as http://127.0.0.1:8000/v1, not '\(upstream)'.")
        }
        var key: String?
        if let name = upstreamKeyEnv {
            guard let value = getenv(name).map({ String(cString: $0) }), !value.isEmpty else {
                throw CommandFailure("The environment variable \(name), named by --upstream-key-env, is not set.")
            }
            key = value
        }
        var configuration = UpstreamConfiguration(base: base, key: key, maxSamplesInFlight: maxInFlight)
        configuration.timeouts.firstByte = .seconds(timeout)
        configuration.timeouts.idle = .seconds(timeout)
        return configuration
    }
}

/// A level of logging, as it is named on the command line.
enum LogLevel: String, CaseIterable, ExpressibleByArgument {
    case trace, debug, info, notice, warning, error, critical

    /// The level itself.
    var level: Logger.Level { Logger.Level(rawValue: rawValue) ?? .info }
}
