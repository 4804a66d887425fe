/// One answer that a model was asked for.
public struct Sample: Sendable {
    /// Its place in the order of issue, which is the order that counts.
    public let index: Int
    /// What came of it.
    public let result: Result<Completion, ModelError>
    /// The answer found in it, nil if there is none.
    public let answer: Answer?
    /// What the method makes of it, higher is better; nil where the method does not score.
    public var score: Double?

    /// A sample that arrived.
    public init(index: Int, completion: Completion, answer: Answer?) {
        self.index = index
        result = .success(completion)
        self.answer = answer
    }

    /// A sample that was lost.
    public init(index: Int, error: ModelError) {
        self.index = index
        result = .failure(error)
        answer = nil
    }

    /// The completion, if it arrived.
    public var completion: Completion? { try? result.get() }

    /// The error, if it was lost.
    public var error: ModelError? { if case .failure(let error) = result { error } else { nil } }
}
