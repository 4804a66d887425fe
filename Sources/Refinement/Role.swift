/// What a model is called for within a refinement.
public enum Role: String, Sendable, Hashable, CaseIterable {
    /// Answers the question.
    case generator
}
