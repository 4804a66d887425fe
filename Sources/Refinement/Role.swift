/// What a model is called for within a refinement.
public enum Role: String, Sendable, Hashable, CaseIterable {
    /// Answers the question.
    case generator
    /// Says what is wrong with an answer.
    case critic
    /// Writes a new answer from an answer and what was said about it.
    case refiner
    /// Scores answers or chooses between them.
    case judge
    /// Orders questions by how hard they are.
    case ranker
    /// Answers in the generator's place when that one's answer is not sure enough.
    case stronger
    /// Shows in a few tokens what its server can do.
    case probe

    /// The roles that a request may give to a model of its choice; the others are played by the model it asks.
    public static let assignable: [Role] = [.critic, .refiner, .judge, .ranker, .stronger]
}
