import ArgumentParser
import HTTPServer

/// Where a server listens.
struct ListeningOptions: ParsableArguments {
    @Option(help: "The address to listen on.")
    var host = "127.0.0.1"

    @Option(help: "The port to listen on; 0 takes a free one.")
    var port = 8080

    func validate() throws {
        guard (0...65_535).contains(port) else { throw ValidationError("--port must be from 0 to 65535.") }
    }

    /// Listens there.
    func start(_ handler: some HTTPHandler) throws -> HTTPServer {
        do {
            return try HTTPServer.start(host: host, port: port, handler: handler)
        } catch {
            throw ValidationError("Hone \(error.reason).")
        }
    }

    /// The address as it stands in a URL (RFC 3986 §3.2.2).
    func address(port: Int) -> String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}
