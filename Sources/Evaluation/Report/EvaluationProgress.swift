/// How far an evaluation has come, in one line. Pure: counts and times in, text out.
public struct EvaluationProgress: Sendable {
    /// How many trials there are.
    public let total: Int
    /// How many of them an earlier run has done.
    public let earlier: Int

    /// Progress through so many trials.
    public init(total: Int, earlier: Int = 0) {
        self.total = total
        self.earlier = earlier
    }

    /// The line.
    ///
    /// - Parameters:
    ///   - method: the method that a question was put to last.
    ///   - elapsed: the time since this run began.
    public func line(_ scoreboard: Scoreboard, method: String?, elapsed: Duration) -> String {
        let standing = zip(scoreboard.labels, scoreboard.accuracies)
            .map { "\($0) \(($1 * 100).fixed(1)) %" }.joined(separator: ", ")
        let parts = [
            "question \(scoreboard.trials) of \(total)", method, scoreboard.trials == 0 ? nil : standing,
            remaining(after: scoreboard.trials, elapsed: elapsed).map { "\(Self.text($0)) left" },
        ]
        return parts.compactMap(\.self).joined(separator: " · ")
    }

    /// Which tenth of the way has been done, for output that is not to be rewritten.
    public func tenth(_ done: Int) -> Int { total == 0 ? 10 : done * 10 / total }

    private func remaining(after done: Int, elapsed: Duration) -> Duration? {
        let now = done - earlier
        guard now > 0, done < total else { return nil }
        return elapsed / now * (total - done)
    }

    private static func text(_ duration: Duration) -> String {
        let seconds = Int(duration.components.seconds)
        if seconds < 60 { return "\(seconds) s" }
        if seconds < 3_600 { return "\(seconds / 60) min \(seconds % 60) s" }
        return "\(seconds / 3_600) h \(seconds % 3_600 / 60) min"
    }
}
