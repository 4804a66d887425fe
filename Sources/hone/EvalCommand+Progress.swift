import Evaluation
import Glibc
import Synchronization

/// Shows on standard error how far an evaluation has come: one line that is rewritten on a terminal, else a line every
/// tenth of the way.
final class EvalProgressDisplay: Sendable {
    private struct State {
        var scoreboard: Scoreboard
        var method: String?
        var shown: ContinuousClock.Instant?
        var tenth: Int
    }

    /// How long a line stays on a terminal before it is rewritten.
    private static let refresh = Duration.milliseconds(100)

    private let progress: EvaluationProgress
    private let isTerminal = isatty(STDERR_FILENO) == 1
    private let started = ContinuousClock.now
    private let state: Mutex<State>

    init(_ progress: EvaluationProgress, scoreboard: Scoreboard) {
        self.progress = progress
        state = Mutex(State(scoreboard: scoreboard, tenth: progress.tenth(scoreboard.trials)))
    }

    /// A question is put to a method.
    func begin(_ method: String) {
        state.withLock { state in
            state.method = method
            if isTerminal { rewrite(&state) }
        }
    }

    /// A question is done.
    func show(_ scoreboard: Scoreboard) {
        state.withLock { state in
            state.scoreboard = scoreboard
            if isTerminal { return rewrite(&state) }
            let tenth = progress.tenth(scoreboard.trials)
            guard tenth > state.tenth else { return }
            state.tenth = tenth
            printError(line(state))
        }
    }

    /// Nothing more comes: a terminal is left with the last line.
    func finish() {
        guard isTerminal else { return }
        state.withLock { state in
            state.shown = nil
            state.method = nil
            rewrite(&state)
        }
        printError("")
    }

    private func rewrite(_ state: inout State) {
        if let shown = state.shown, shown.duration(to: .now) < Self.refresh { return }
        state.shown = .now
        // Back to the line's beginning, and at the end away with what is left of the longer line before.
        writeError("\r\(line(state).prefix(columns - 1))\u{1B}[K")
    }

    private func line(_ state: State) -> String {
        progress.line(state.scoreboard, method: state.method, elapsed: started.duration(to: .now))
    }

    private var columns: Int {
        var size = winsize()
        guard ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 1 else { return 80 }
        return Int(size.ws_col)
    }
}

/// Writes a line to standard error.
func printError(_ line: String) { writeError(line + "\n") }

private func writeError(_ text: String) {
    let bytes = Array(text.utf8)
    _ = bytes.withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
}
