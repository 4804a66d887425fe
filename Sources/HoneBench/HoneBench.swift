import ArgumentParser

/// Measures Hone.
@main
struct HoneBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hone-bench", abstract: "Measures Hone.", subcommands: [Micro.self])
}
