/// Who decides whether a revision takes the place of the answer before it.
enum GateRule: Sendable, Hashable {
    /// Nobody: every revision does, as in the paper.
    case always
    /// The judge, if it prefers the revision whichever of the two it is shown first.
    case pairwise
    /// The scores, if the revision's is higher by more than the margin.
    case score(margin: Double)
}

/// Whether a revision takes the place of the answer before it, and why.
public struct GateDecision: Sendable, Hashable {
    /// Why it does or does not.
    public enum Reason: String, Sendable {
        /// Every revision does.
        case always
        /// It was found better.
        case better
        /// It was found worse.
        case worse
        /// It was found as good as the other one.
        case tie
        /// The judge preferred whichever it was shown first, or second.
        case inconsistent
        /// Nothing could be made of the judge's replies, or there are no scores to compare.
        case unreadable
        /// It differs from the answer before it in white space at most.
        case unchanged
        /// It says nothing.
        case empty
        /// It repeats the feedback.
        case feedback
        /// The answer before it has the JSON or the code that was asked for, it has none.
        case lostFormat = "lost_format"
        /// It calls tools instead of answering.
        case toolCalls = "tool_calls"
    }

    /// Why.
    public let reason: Reason

    /// Whether the revision is the answer from now on; if not, the one before it stays.
    public var isAccepted: Bool { reason == .always || reason == .better }
}

extension GateDecision {
    /// What follows from two comparisons, one with the old answer shown first and one with the new one: the new answer
    /// is better only if it is preferred in both (G5).
    init(oldFirst: Preference?, newFirst: Preference?) {
        guard let oldFirst, let newFirst else {
            reason = .unreadable
            return
        }
        switch (oldFirst, newFirst) {
        case (.second, .first): reason = .better
        case (.first, .second): reason = .worse
        case (.first, .first), (.second, .second): reason = .inconsistent
        case (.neither, _), (_, .neither): reason = .tie
        }
    }

    /// What follows from two scores.
    init(old: Double?, new: Double?, margin: Double) {
        guard let old, let new else {
            reason = .unreadable
            return
        }
        reason = new > old + margin ? .better : new < old ? .worse : .tie
    }
}

extension Run {
    /// Whether `new` takes the place of `old`; `flaws` are refused whatever the rule says.
    ///
    /// - Throws: `BudgetSpent`, `ModelError`, or `CancellationError` if the run was cancelled.
    func gate(_ rule: GateRule, _ old: Draft, _ new: Draft, of question: Question) async throws -> GateDecision {
        // What a client has been told as it came cannot be taken back.
        let flaw = hasToldText ? nil : RevisionFlaw.flaw(of: new, after: old)
        let decision =
            if let flaw {
                GateDecision(reason: flaw)
            } else {
                switch rule {
                case .always: GateDecision(reason: .always)
                case .pairwise: try await compare(old, new, of: question)
                case .score(let margin): GateDecision(old: old.sample.score, new: new.sample.score, margin: margin)
                }
            }
        note(.decision(decision, on: new.sample.index))
        return decision
    }

    private func compare(_ old: Draft, _ new: Draft, of question: Question) async throws -> GateDecision {
        let index = new.sample.index
        async let oldFirst = preference(
            between: old.text, and: new.text, of: question, at: .comparison(index, isNewFirst: false))
        async let newFirst = preference(
            between: new.text, and: old.text, of: question, at: .comparison(index, isNewFirst: true))
        return try await GateDecision(oldFirst: oldFirst, newFirst: newFirst)
    }
}
