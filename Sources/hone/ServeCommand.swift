import ArgumentParser
import Configuration
import CurlClient
import Glibc
import Logging

/// `hone serve`: the service in front of model servers.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Serve in front of OpenAI-compatible model servers.",
        discussion: """
            Settings come from a file (--config), from the environment and from these options; the later ones win. \
            SIGHUP reads the file again without dropping a connection; SIGTERM lets running requests finish.

            Environment:
            \(environmentHelp)
            """)

    @Option(help: ArgumentHelp("The configuration file, YAML.", valueName: "file"))
    var config: String?

    @Flag(help: "Check the configuration, print all that is wrong with it or OK, and end.")
    var checkConfig = false

    @Option(help: "The base URL of the only model server's API, for example http://127.0.0.1:8000/v1.")
    var upstream: String?

    @Option(help: "The environment variable that holds its key.")
    var upstreamKeyEnv: String?

    @Option(help: "The model for requests that name none. (default: the server's only model, if it has only one)")
    var model: String?

    @Flag(help: "Let difficulty-adaptive self-consistency learn from past requests that do not say whether it may.")
    var difficultyMemory = false

    @Option(help: "How many samples may be in flight at the model server at once. (default: 256)")
    var maxInFlight: Int?

    @Option(help: "Seconds without a sign of life after which a call to it is given up. (default: 600)")
    var timeout: Int?

    @Option(help: "The address to listen on. (default: 127.0.0.1)")
    var host: String?

    @Option(help: "The port to listen on; 0 takes a free one. (default: 8080)")
    var port: Int?

    @Flag(help: "Let everybody in who can connect, though others than this machine can and there are no keys.")
    var insecure = false

    @Option(help: "The least that is logged. (default: info)")
    var logLevel: LogLevel?

    @Option(help: "Seconds that running requests have left after SIGTERM. (default: 10)")
    var gracePeriod: Int?

    func validate() throws {
        if let port, !(0...65_535).contains(port) { throw ValidationError("--port must be from 0 to 65535.") }
        if let gracePeriod, gracePeriod < 0 { throw ValidationError("--grace-period must not be negative.") }
        if let maxInFlight, maxInFlight < 1 { throw ValidationError("--max-in-flight must be at least 1.") }
        if let timeout, timeout < 1 { throw ValidationError("--timeout must be at least 1.") }
    }

    func run() async throws {
        let settings = try settings()
        guard !checkConfig else { return try check(settings) }
        try await ServeSession(settings: settings, configuration: try settings.load()).run()
    }

    private func check(_ settings: ServeSettings) throws {
        let configuration = try settings.load()
        for warning in configuration.warnings { printError("warning: \(warning)") }
        printLine("OK")
        for line in configuration.summary { printLine("  \(line)") }
    }

    private func settings() throws -> ServeSettings {
        let environment = ServeSettings.environment
        var flags = Overrides()
        flags.host = host.map { Override($0, from: .option("--host")) }
        flags.port = port.map { Override($0, from: .option("--port")) }
        flags.upstreamURL = try upstream.map { Override(try Self.url($0), from: .option("--upstream")) }
        flags.upstreamKey = try upstreamKeyEnv.map { name in
            guard let key = environment[name], !key.isEmpty else {
                throw CommandFailure("The environment variable \(name), named by --upstream-key-env, is not set.")
            }
            return Override(key, from: .option("--upstream-key-env"))
        }
        flags.maxInFlight = maxInFlight.map { Override($0, from: .option("--max-in-flight")) }
        flags.timeout = timeout.map { Override(.seconds($0), from: .option("--timeout")) }
        flags.defaultModel = model.map { Override($0, from: .option("--model")) }
        flags.remembersDifficulty = difficultyMemory ? Override(true, from: .option("--difficulty-memory")) : nil
        flags.logLevel = logLevel.map { Override($0.level, from: .option("--log-level")) }
        flags.gracePeriod = gracePeriod.map { Override(.seconds($0), from: .option("--grace-period")) }
        flags.isInsecure = insecure ? Override(true, from: .option("--insecure")) : nil
        let file = config ?? environment["HONE_CONFIG"].flatMap { $0.isEmpty ? nil : $0 }
        return ServeSettings(file: file, environment: environment, flags: flags)
    }

    private static func url(_ text: String) throws -> UpstreamURL {
        do {
            return try UpstreamURL(text)
        } catch {
            throw CommandFailure(
                "--upstream must be an http or https URL such as http://127.0.0.1:8000/v1, not '\(text)'.")
        }
    }

    private static var environmentHelp: String {
        Configuration.environmentVariables.map { "  \($0.name): \($0.meaning)" }.joined(separator: "\n")
    }
}

/// A level of logging, as it is named on the command line.
enum LogLevel: String, CaseIterable, ExpressibleByArgument {
    case trace, debug, info, notice, warning, error, critical

    /// The level itself.
    var level: Logger.Level { Logger.Level(rawValue: rawValue) ?? .info }
}
