import ArgumentParser
import CurlClient
import HTTPServer
import HoneService
import JSON
import Logging
import TinyModel
import Upstream

/// `hone demo`: the embedded model behind Hone, one question, and what becomes of it.
struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo", abstract: "Show the main job on an embedded model, then keep serving.",
        discussion: "Starts the embedded model and Hone, posts one question, and prints how the vote went.")

    @Flag(help: "End after the question instead of serving on.")
    var once = false

    @Option(help: "The address to listen on.")
    var host = "127.0.0.1"

    @Option(help: "The port to listen on; 0 takes a free one.")
    var port = 0

    func run() async throws {
        let model = try await TinyModelServer.start(host: "127.0.0.1", port: 0)
        let client = try CurlClient()
        let base = try UpstreamURL("http://127.0.0.1:\(model.port)/v1")
        let service = HoneService(
            fleet: Fleet(FleetConfiguration(upstreams: [UpstreamConfiguration(base: base)]), client: client),
            state: ServiceState(telemetry: Telemetry(logger: .toStandardError(.warning))))
        let signals = TerminationSignals()
        let server = try await ListeningAddress(host: host, port: port).listen { host, port in
            try HTTPServer.start(host: host, port: port, handler: service)
        }
        let address = "http://\(ListeningAddress(host: host, port: server.port))"

        printLine("A very small model (820,000 parameters) does sums in words, and often slips.")
        printLine("Hone asks it \(DemoQuestion.samples) times at once and returns the answer that most of them reach.")
        printLine()
        // Hone speaks the API of a model server, so the client for those can ask it.
        let own = UpstreamConfiguration(base: try UpstreamURL(address + "/v1"))
        let hone = Fleet(FleetConfiguration(upstreams: [own]), client: client)
        let refinement = try await DemoQuestion.ask(hone)
        let report = DemoReport(refinement)
        for line in report.lines { printLine(line) }

        if !once {
            printLine()
            for line in DemoQuestion.curlLines(address) { printLine(line) }
            printLine()
            printLine("hone listening on \(address)   (Ctrl-C ends)")
            _ = await signals.next()
        }
        await server.stop(gracePeriod: .seconds(2))
        await client.shutdown()
        await model.stop()
        await JSONLogHandler.flush()
        if !report.hasAnswer { throw ExitCode.failure }
    }
}
