/// Questions with their right answers, to be asked of a model: lines of `{"question","answer"}`, or GSM8K's own.
public struct Dataset: Sendable {
    /// The questions, in the order of the file.
    public let problems: [Problem]

    /// Reads lines.
    ///
    /// - Parameter limit: how many of them at most.
    /// - Throws: `EvaluationError` naming the line.
    public init(parsing bytes: [UInt8], limit: Int? = nil) throws(EvaluationError) {
        problems = try ProblemLine.all(in: bytes, limit: limit) { (line) throws(EvaluationError) in
            let problem = try line.problem()
            guard !problem.text.isEmpty else { throw line.wrong("question", "is missing") }
            return problem
        }
        try problems.requireDistinctNames()
    }
}

extension [Problem] {
    /// Results are kept by the questions' names, so no two may share one.
    func requireDistinctNames() throws(EvaluationError) {
        var seen = Set<String>()
        for problem in self where !seen.insert(problem.id).inserted { throw .repeatedQuestion(id: problem.id) }
    }
}
