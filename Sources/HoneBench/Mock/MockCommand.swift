import ArgumentParser
import Glibc
import HTTPServer

/// `hone-bench mock`: a model server that answers at once, or as slowly as the model's name says.
struct MockCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mock", abstract: "Serve answers made beforehand, until standard input ends.",
        discussion: """
            Models: instant, delay-MILLISECONDS, stream-EVENTS-MILLISECONDS, logprobs-TOKENS-TOP. \
            Prints one line of JSON with its port.
            """)

    @Option(help: "The port to listen on; 0 takes a free one.")
    var port = 0

    @Option(help: "Threads that answer.")
    var loops = 1

    func validate() throws {
        guard (0...65_535).contains(port) else { throw ValidationError("--port must be from 0 to 65535.") }
        guard (1...64).contains(loops) else { throw ValidationError("--loops must be from 1 to 64.") }
    }

    func run() throws {
        var configuration = ServerConfiguration(loops: loops)
        configuration.backlog = 4096
        let server = try HTTPServer.start(
            host: "127.0.0.1", port: port, configuration: configuration, handler: MockHandler())
        printLine("{\"port\":\(server.port)}")
        // The main thread has nothing else to do than to wait for whoever has started it.
        var byte: UInt8 = 0
        while read(STDIN_FILENO, &byte, 1) > 0 {}
    }
}
