/// How much of what came before a refiner is shown.
enum RevisionHistory: String, CaseIterable, Sendable {
    /// y₀ fb₀ … y_t fb_t, as in the paper's algorithm.
    case all
    /// y_t fb_t, as in the paper's code tasks.
    case last
    /// fb_t alone, so that what the model has committed itself to does not hold it.
    case none

    /// An answer and what was said of it.
    struct Attempt: Sendable, Hashable {
        /// The answer; nil where the refiner is not shown it.
        let answer: String?
        /// The feedback; empty where the refiner is not told any.
        let feedback: String
    }

    /// The attempts that a refiner is shown, oldest first.
    func attempts(of trail: [Draft]) -> [Attempt] {
        let all = trail.map { Attempt(answer: $0.text, feedback: $0.critique?.text ?? "") }
        switch self {
        case .all: return all
        case .last: return all.suffix(1)
        case .none: return all.suffix(1).map { Attempt(answer: nil, feedback: $0.feedback) }
        }
    }
}

extension [RevisionHistory.Attempt] {
    /// The first attempt and the last two, for a model that cannot read them all; nil if that leaves nothing out.
    var withoutMiddle: [RevisionHistory.Attempt]? { count > 3 ? [self[0]] + suffix(2) : nil }
}
