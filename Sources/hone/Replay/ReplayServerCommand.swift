import ArgumentParser
import Evaluation
import HTTPServer

/// `hone replay-server`: a model server that says what was recorded, for methods that are to be tested over HTTP.
struct ReplayServerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay-server", abstract: "Serve recorded samples as a model would: sample i to seed i.",
        discussion: """
            Answers chat completions whose last user message is a recorded question, or, where only the answers were \
            recorded, its id. The seed selects the sample; after the last comes the first again, so a run that begins with \
            seed r sees the recording turned by r. Without a seed the sample is any. Takes the files of 'hone eval --replay'.
            """)

    @Argument(help: "Lines of recorded samples, plain or packed with gzip.") var file: String

    @Flag(help: "Say the answers that the recording found itself, not its texts.")
    var recordedAnswers = false

    @Option(help: ArgumentHelp("The word that stands for no answer among the recorded answers.", valueName: "word"))
    var nullAnswer: String?

    @OptionGroup var listening: ListeningOptions

    func validate() throws {
        guard nullAnswer == nil || recordedAnswers else {
            throw ValidationError("--null-answer goes with --recorded-answers only.")
        }
    }

    func run() async throws {
        let recordings = try recordings()
        let signals = TerminationSignals()
        let server = try await listening.address.listen { host, port in
            try ReplayServer.start(recordings, host: host, port: port)
        }
        printLine("replay-server listening on http://\(ListeningAddress(host: listening.host, port: server.port))")
        _ = await signals.next()
        await server.stop(gracePeriod: .zero)
    }

    private func recordings() throws -> Recordings {
        do {
            return try Recordings(
                try RecordedSet(
                    parsing: try FileBytes.contents(of: file),
                    telling: recordedAnswers ? .answers(none: nullAnswer) : .texts))
        } catch let error as EvaluationError {
            throw CommandFailure("\(error)")
        }
    }
}
