import ArgumentParser

/// `hone-bench load`: requests on a schedule, and how long each took.
struct LoadCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "load", abstract: "Send requests on a schedule.")
    func run() throws {}
}
