import Glibc
import HTTPServer

/// Where a server listens, or is to.
struct ListeningAddress: CustomStringConvertible {
    let host: String
    let port: Int

    /// The address as it stands in a URL (RFC 3986 §3.2.2).
    var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }

    /// Starts a server there.
    ///
    /// - Throws: `CommandFailure` if the address cannot be had.
    func listen<Server>(_ start: (_ host: String, _ port: Int) async throws -> Server) async throws -> Server {
        do {
            return try await start(host, port)
        } catch ServerError.cannotListen(_, _, let code) {
            throw CommandFailure("Cannot listen on \(self): \(String(cString: strerror(code))).")
        }
    }
}
