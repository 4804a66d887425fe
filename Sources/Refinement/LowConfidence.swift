import JSON

/// What a caller wants when an answer is less sure than it asks for.
public enum LowConfidence: String, Sendable, Hashable, CaseIterable {
    /// The answer all the same, marked.
    case `return`
    /// No answer.
    case abstain
    /// The answer of the stronger model.
    case escalate
}

/// How sure an answer must be, and what is to become of one that is not.
public struct ConfidencePolicy: Sendable, Hashable {
    /// The least confidence, from 0 to 1, in the sense of the method's description.
    public var least: Double
    /// What becomes of an answer below it.
    public var otherwise: LowConfidence

    /// A policy of these parts.
    public init(least: Double, otherwise: LowConfidence = .return) {
        self.least = least
        self.otherwise = otherwise
    }

    /// Whether an answer may come to nothing after all, so that none of its text may be told before it is known.
    var canTakeBack: Bool { otherwise != .return && least > 0 }
}

extension Method {
    /// Refines the answer to a question, and does what the policy says if it is not sure enough.
    ///
    /// Escalation runs the same method on the model of the role `stronger` within what is left of the budget; if that
    /// fails, the first answer is returned, with the failure as its reason to stop.
    ///
    /// - Throws: as `refine(_:in:)`.
    public func refine(
        _ question: Question, in run: Run, policy: ConfidencePolicy?
    ) async throws -> RefinedAnswer {
        if policy?.canTakeBack == true { run.holdBackText() }
        var answer = try await refine(question, in: run)
        guard let policy, answer.confidence < policy.least else { return answer }
        answer.lowConfidence = policy.otherwise
        guard policy.otherwise == .escalate else { return answer }
        run.escalate()
        do {
            var second = try await refine(question, in: run)
            second.lowConfidence = .escalate
            return second
        } catch let error as RefinementError {
            answer.lowConfidence = .return
            if let stop = error.asStop { answer.stop = stop }
            if case .unsupported(let need) = error { answer.evidence["escalation_failure"] = .string(need) }
            return answer
        }
    }
}

extension RefinementError {
    /// The failure of a step, as a reason to stop with what there was before it.
    var asStop: StopReason? {
        switch self {
        case .allSamplesFailed(let errors): errors.first.map { .failed($0) }
        case .budgetSpent(let limit): .budget(limit)
        case .unsupported: nil
        }
    }
}
