import ArgumentParser

/// The command line: `hone serve`, `hone demo`, and what goes with it.
@main
struct HoneCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hone",
        abstract: "Makes a language model's answers better at inference time.",
        discussion: """
            Hone stands between an application and an OpenAI-compatible model server. It samples, votes, and returns \
            one refined answer with the evidence for it.
            """,
        version: "0.1.0",
        subcommands: [
            ServeCommand.self, DemoCommand.self, EvalCommand.self, TinyModelCommand.self,
            ReplayServerCommand.self, OpenAPICommand.self, KeyCommand.self,
        ])
}
