import ArgumentParser
import JSON

/// What reads and writes every byte, measured alone in this process.
struct Micro: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Measures what is hot, in this process and without any I/O.",
        discussion: """
            Times are CPU time of this thread. The benchmarks are measured in turns, round after round, so that a change of \
            the machine's speed meets all of them alike; what is shown is the median of the rounds, and how far they \
            spread. "of copying" and "of scanning" compare with copying the same bytes and with looking at each of them.
            """)

    @Option(help: "Measure only those whose name contains this.")
    var filter: String?
    @Option(help: "How many rounds.")
    var rounds = 9
    @Option(help: "Milliseconds that each benchmark is given in a round.")
    var milliseconds = 40
    @Flag(help: "Print one JSON object instead of a table.")
    var json = false

    func validate() throws {
        guard rounds > 0, milliseconds > 0 else { throw ValidationError("Rounds and milliseconds are at least 1.") }
    }

    func run() throws {
        let benchmarks = try MicroBenchmark.all().filter { filter.map($0.name.contains) ?? true }
        guard !benchmarks.isEmpty else { throw ValidationError("No benchmark has '\(filter ?? "")' in its name.") }
        let results = try MicroRounds(count: rounds, milliseconds: milliseconds).measure(benchmarks)
        print(json ? MicroTable.json(results).description : MicroTable.text(results))
    }
}
