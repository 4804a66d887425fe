import CurlClient
import Synchronization

/// The clients of a fleet: the one it was given, and one of its own for each other way to connect, made when it is needed.
final class UpstreamClients: Sendable {
    private struct State {
        var own: [ConnectionOptions: CurlClient] = [:]
        var isShut = false
    }

    private let standard: CurlClient
    private let state = Mutex(State())

    /// With a client for connections that need no options.
    init(_ standard: CurlClient) { self.standard = standard }

    /// The client that connects in this way.
    func client(for options: ConnectionOptions) throws(CurlError) -> CurlClient {
        guard options != ConnectionOptions() else { return standard }
        return try state.withLock { state throws(CurlError) in
            if let client = state.own[options] { return client }
            guard !state.isShut else { throw .shutdown }
            var configuration = CurlConfiguration()
            configuration.certificateAuthorityFile = options.certificateAuthorityFile
            configuration.clientCertificateFile = options.clientCertificateFile
            configuration.clientKeyFile = options.clientKeyFile
            configuration.proxy = options.proxy
            let client = try CurlClient(configuration: configuration)
            try client.live(on: standard.loops)
            state.own[options] = client
            return client
        }
    }

    /// Ends the clients made here; the one that was given belongs to who gave it.
    func shutdown() async {
        let clients = state.withLock { state in
            state.isShut = true
            defer { state.own = [:] }
            return Array(state.own.values)
        }
        for client in clients { await client.shutdown() }
    }
}
