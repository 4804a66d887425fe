import ArgumentParser
import TinyModel

/// `hone tiny-model`: only the embedded model.
struct TinyModelCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tiny-model", abstract: "Serve the embedded model, a very small one that does sums.")

    @OptionGroup var listening: ListeningOptions

    func run() async throws {
        let signals = TerminationSignals()
        let server = try await listening.address.listen { host, port in
            try await TinyModelServer.start(host: host, port: port)
        }
        printLine("tiny-model listening on http://\(ListeningAddress(host: listening.host, port: server.port))")
        _ = await signals.next()
        await server.stop()
    }
}
