public import Refinement

/// What is right as an answer to a question: mostly one answer, in a few data sets several spellings of it.
public struct RightAnswers: Sendable {
    /// The answer that the data set names.
    public let named: Answer
    private let all: Set<Answer>

    /// An answer, and others that are as right.
    public init(_ named: Answer, others: [Answer] = []) {
        self.named = named
        all = Set(others).union([named])
    }

    /// Whether an answer is one of them; no answer never is.
    public func contains(_ answer: Answer?) -> Bool { answer.map(all.contains) ?? false }
}
