import JSON

/// What the stages of a run have cost, one after another.
struct RunStages: Sendable {
    private var calls: Int
    private var tokens: Int
    private var stages = JSON.Object()

    /// Nothing yet of a run that may have done something before.
    init(of run: Run) {
        calls = run.calls
        tokens = run.usage.total
    }

    /// Books what the run has cost since the end of the last stage to this one.
    mutating func end(_ stage: String, of run: Run) {
        let (calls, tokens) = (run.calls, run.usage.total)
        stages[stage] = ["calls": .number(calls - self.calls), "tokens": .number(tokens - self.tokens)]
        (self.calls, self.tokens) = (calls, tokens)
    }

    /// The stages with their calls and tokens, which sum up to those of the run.
    var json: JSON { .object(stages) }
}
