import ArgumentParser

/// What `Scripts/bench` measures with.
@main
struct HoneBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hone-bench", abstract: "The tools of Scripts/bench.",
        subcommands: [MockCommand.self, LoadCommand.self, Micro.self])
}
