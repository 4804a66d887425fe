/// Why a refinement has no answer at all.
public enum RefinementError: Error, Sendable {
    /// Every sample was lost; the errors stand in issue order.
    case allSamplesFailed([ModelError])
    /// The budget was spent before anything had come.
    case budgetSpent(Budget.Limit)
    /// The model server cannot give what the method needs, such as log-probabilities.
    case unsupported(String)
}
