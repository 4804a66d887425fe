/// What makes a revision no new answer at all, whoever would prefer it (refinement.md §0.4, G2 and G12). Pure.
enum RevisionFlaw {
    /// The reason to refuse `new` as the next answer after `old`, whose critique led to it; nil if there is none.
    static func flaw(of new: Draft, after old: Draft) -> GateDecision.Reason? {
        switch new.obstacle {
        case .toolCalls?: return .toolCalls
        case .empty?: return .empty
        case nil: break
        }
        if isSame(new.text, old.text) { return .unchanged }
        if let feedback = old.critique?.text, isSame(new.text, feedback) { return .feedback }
        if let kind = old.sample.answer?.kind, [.json, .code].contains(kind), new.sample.answer == nil {
            return .lostFormat
        }
        return nil
    }

    /// Whether two texts differ in nothing but white space.
    private static func isSame(_ left: String, _ right: String) -> Bool {
        left.split(whereSeparator: \.isWhitespace) == right.split(whereSeparator: \.isWhitespace)
    }
}
