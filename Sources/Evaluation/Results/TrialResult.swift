/// What all methods made of one question.
public struct TrialResult: Sendable, Hashable {
    /// Which trial it was.
    public let key: TrialKey
    /// The right answer, in canonical form.
    public let gold: String
    /// The results, in the order of the methods.
    public let results: [MethodResult]

    /// The results of a trial.
    public init(key: TrialKey, gold: String, results: [MethodResult]) {
        self.key = key
        self.gold = gold
        self.results = results
    }
}
