import Evaluation
import Glibc

/// An evaluation from the first question to the last, or to a signal.
struct EvalSession: Sendable {
    let evaluator: Evaluator
    let trials: [Trial]
    let settings: EvaluationSettings
    let resultsPath: String?

    private enum Ending: Sendable {
        case signal(String)
        case end(Scoreboard)
    }

    /// Runs until all is done or a signal asks for an end, and tells how the methods stand then.
    func runUntilSignal() async throws -> (Scoreboard, signal: String?) {
        try await withThrowingTaskGroup(of: Ending.self) { group in
            group.addTask { .signal(await TerminationSignals().next()) }
            group.addTask { .end(try await run()) }
            defer { group.cancelAll() }
            var signal: String?
            while let ending = try await group.next() {
                switch ending {
                case .end(let scoreboard): return (scoreboard, signal)
                case .signal(let name):
                    signal = name
                    group.cancelAll()
                }
            }
            return (Scoreboard(labels: labels), signal)
        }
    }

    private var labels: [String] { evaluator.methods.map(\.label) }

    /// Runs what an earlier run has not done; when it is cancelled, what was done by then counts.
    private func run() async throws -> Scoreboard {
        let file = try resultsPath.map { try ResultsFile(path: $0, settings: settings, labels: labels) }
        let earlier = try file?.results(of: trials) ?? []
        var scoreboard = Scoreboard(labels: labels)
        for trial in earlier { scoreboard.add(trial) }
        let done = Set(earlier.map(\.key))
        let display = EvalProgressDisplay(
            EvaluationProgress(total: trials.count, earlier: earlier.count), scoreboard: scoreboard)
        do {
            try await evaluator.evaluate(
                trials.filter { !done.contains($0.key) }, begin: { _, method in display.begin(method) }
            ) { trial in
                try file?.append(trial)
                scoreboard.add(trial)
                display.show(scoreboard)
            }
        } catch is CancellationError {
            // What was not finished is left out, here and in the file.
        } catch {
            display.finish()
            throw error
        }
        display.finish()
        try file?.synchronize()
        return scoreboard
    }
}

/// The processors that can work at once.
enum Processors {
    static let count = max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
}
