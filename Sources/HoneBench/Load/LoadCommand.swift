import ArgumentParser
import Glibc
import JSON

/// `hone-bench load`: requests on a schedule, and how long each took.
struct LoadCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "load", abstract: "Send requests on a schedule, and tell how long the answers took.",
        discussion: """
            With --rate requests go out at that rate, whatever becomes of those before (an open loop); one that finds \
            every connection busy waits, and its time runs. Without it each connection sends the next request once it \
            has an answer. Prints one object of JSON; times are in microseconds. Status 1 if a request failed.
            """)

    @Option(help: "The port on this machine.")
    var port: UInt16

    @Option(help: "The path, with a query if need be.")
    var path = "/v1/chat/completions"

    @Option(help: "A file that is the body; without it requests are GET.")
    var body: String?

    @Option(help: "A field of the request, 'Name: value'.")
    var field: [String] = []

    @Option(help: "How many connections.")
    var connections = 1

    @Option(help: "Requests a second.")
    var rate: Double?

    @Option(help: "How long requests are sent.")
    var seconds: Double?

    @Option(help: "How many requests are sent in all.")
    var requests: Int?

    @Option(help: "Seconds at the beginning that are not measured.")
    var warmUp = 0.0

    @Option(help: "Answers are streams with so many stamped events, and [DONE].")
    var events: Int?

    @Option(help: "Seconds after the last request until the rest is given up.")
    var patience = 30.0

    func validate() throws {
        guard connections > 0 else { throw ValidationError("--connections must be at least 1.") }
        guard rate ?? 1 > 0 else { throw ValidationError("--rate must be above 0.") }
        guard (seconds == nil) != (requests == nil) else { throw ValidationError("Say --seconds or --requests.") }
        guard seconds ?? 1 > 0, requests ?? 1 > 0 else { throw ValidationError("There must be something to do.") }
    }

    func run() throws {
        let plan = LoadPlan(
            port: port, request: try request(), connections: connections, schedule: schedule,
            warmUp: Self.nanoseconds(warmUp), stampedEvents: events, patience: Self.nanoseconds(patience))
        let report = try LoadGenerator(plan).run()
        printLine(report.json.description)
        if report.failed > 0 { throw LoadError.failures(report.failed) }
    }

    private var schedule: LoadPlan.Schedule {
        if let rate {
            let count = requests ?? Int((rate * (seconds ?? 0)).rounded())
            return .openLoop(interval: 1e9 / rate, count: max(1, count))
        }
        if let requests { return .closedLoop(count: requests) }
        return .closedLoopFor(Self.nanoseconds(seconds ?? 0))
    }

    private func request() throws(LoadError) -> [UInt8] {
        var lines = ["\(body == nil ? "GET" : "POST") \(path) HTTP/1.1", "Host: 127.0.0.1:\(port)"] + field
        var content: [UInt8] = []
        if let body {
            content = try WholeFile.bytes(body)
            lines += ["Content-Type: application/json", "Content-Length: \(content.count)"]
        }
        return Array((lines + ["", ""]).joined(separator: "\r\n").utf8) + content
    }

    private static func nanoseconds(_ seconds: Double) -> Int64 { Int64(seconds * 1e9) }
}
