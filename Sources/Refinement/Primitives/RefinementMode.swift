/// Whether a method does as its paper, or is kept from making answers worse.
enum RefinementMode: String, CaseIterable, Sendable {
    /// A revision takes an answer's place only if it is found better.
    case guarded
    /// Every revision does, as in the paper.
    case faithful

    /// Who decides on a revision.
    var gate: GateRule {
        switch self {
        case .guarded: .pairwise
        case .faithful: .always
        }
    }
}
