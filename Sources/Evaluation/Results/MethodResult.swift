public import Refinement

/// What one method made of one question.
public struct MethodResult: Sendable, Hashable {
    /// The answer it gave, in canonical form.
    public var answer: String?
    /// Whether that is the right one.
    public var isCorrect: Bool
    /// What it counts for: 1 or 0, or a fraction where ties do.
    public var credit: Double
    /// How many samples were counted.
    public var samples: Int
    /// How many calls were made.
    public var calls: Int
    /// What they cost.
    public var usage: TokenUsage
    /// How long it took, where that means anything.
    public var milliseconds: Double?
    /// Why sampling ended.
    public var stopReason: String?
    /// Why there is no answer at all.
    public var error: String?

    /// A result of these parts.
    public init(
        answer: String?, isCorrect: Bool, credit: Double? = nil, samples: Int, calls: Int,
        usage: TokenUsage = TokenUsage(), milliseconds: Double? = nil, stopReason: String? = nil, error: String? = nil
    ) {
        self.answer = answer
        self.isCorrect = isCorrect
        self.credit = credit ?? (isCorrect ? 1 : 0)
        self.samples = samples
        self.calls = calls
        self.usage = usage
        self.milliseconds = milliseconds
        self.stopReason = stopReason
        self.error = error
    }

    /// Judges what a method returned; an error is a wrong answer.
    init(
        _ outcome: Result<RefinedAnswer, any Error>, right: RightAnswers, ties: TiePolicy, calls: Int,
        usage: TokenUsage,
        elapsed: Duration?
    ) {
        self.init(answer: nil, isCorrect: false, samples: 0, calls: calls, usage: usage)
        milliseconds = elapsed.map { $0 / .milliseconds(1) }
        switch outcome {
        case .failure(let error): self.error = Self.reason(error)
        case .success(let refined):
            answer = refined.answer?.canonical
            isCorrect = right.contains(refined.answer)
            credit = isCorrect ? 1 : 0
            if ties == .fractional, let share = refined.share(of: right) { credit = share }
            samples = refined.counts.counted
            stopReason = refined.stop.name
        }
    }

    private static func reason(_ error: any Error) -> String {
        switch error {
        case RefinementError.allSamplesFailed(let errors): errors.first?.reason ?? "no sample arrived"
        case RefinementError.budgetSpent(let limit): "the budget's \(limit.rawValue) was spent"
        case RefinementError.unsupported(let reason): reason
        default: "\(error)"
        }
    }
}

extension RefinedAnswer {
    /// What the right answers count for if the first place is drawn by lot among those that share it; nil if nobody shares it,
    /// or if the method chose otherwise than by its votes.
    fileprivate func share(of right: RightAnswers) -> Double? {
        let first = votes.filter { $0.weight == votes.first?.weight }.map(\.answer)
        // Where missing answers vote, none may be what won.
        let isByVote = answer.map(first.contains) ?? first.contains { !$0.isAnswer }
        guard first.count > 1, isByVote else { return nil }
        return Double(first.count(where: right.contains)) / Double(first.count)
    }
}
