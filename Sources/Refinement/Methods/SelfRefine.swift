/// Self-Refine: the model reviews its own answer and rewrites it, until the review asks for no more.
///
/// Madaan et al., *Self-Refine: Iterative Refinement with Self-Feedback*, NeurIPS 2023, arXiv 2303.17651. Algorithm 1:
///
/// 1. y₀ = M(p_gen ‖ x)
/// 2. For t = 0, 1, … (the paper: at most 4 times)
///    - fb_t = M(p_fb ‖ x ‖ y_t)
///    - If stop(fb_t, t), return y_t.
///    - y_{t+1} = M(p_refine ‖ x ‖ y₀ ‖ fb₀ ‖ … ‖ y_t ‖ fb_t)
///
/// `faithful` does just that, and returns the last answer or, as the paper for scored tasks, the one with the best total.
/// Models are poor judges of their own reasoning, though (arXiv 2310.01798), so by default (`guarded`) a revision takes
/// the answer's place only if a judge who knows nothing of its history prefers it whichever of the two it is shown first.
/// A revision that does not pass ends the refinement: what critic and refiner could not better once, they seldom better
/// in another round, which would begin from the same answer. So an answer is never replaced by chance, and a judge that
/// goes by position, or whose replies make no sense, changes nothing.
public struct SelfRefine: Method {
    /// What the refiner is told: the paper's ablation.
    enum Feedback: String, CaseIterable {
        /// What the critic says.
        case rich
        /// That the answer could be better; nobody is asked.
        case generic
        /// Nothing.
        case none
    }

    private static let maxRounds = Parameter.integer(
        "max_rounds", 1...8, default: 4, "How many times the answer is revised at most, as in the paper.")
    private static let aspects = Parameter.texts(
        "aspects", max: 16,
        "What the critic looks at, each an aspect; correctness, completeness, clarity and format by default.")
    private static let feedback = Parameter.word(
        "feedback", default: Feedback.rich,
        "What the refiner is told: the critic's feedback, only that the answer could be better, or nothing.")
    private static let history = Parameter.word(
        "history", default: RevisionHistory.all,
        "What the refiner is shown: all answers and feedback so far, the last of each, or the feedback without the answer."
    )
    private static let pick = Parameter.word(
        "pick", default: Loop.Pick.last,
        "Which answer is returned: the last that replaced another, or of these the one with the best score.")
    private static let stopScore = Parameter.real(
        "stop_score", 0...1, default: 0.95, "The share of all points at which an answer is good enough.")

    /// What the method is and takes.
    public static let description = MethodDescription(
        name: "self-refine",
        alias: "refine",
        summary: "Has the answer reviewed and rewritten until the review asks for no more.",
        paper: .init(
            title: "Self-Refine: Iterative Refinement with Self-Feedback",
            authors: "Madaan et al., 2023",
            arXiv: "2303.17651"),
        parameters: [.mode, maxRounds, aspects, feedback, history, pick, stopScore],
        needs: "nothing; a critic and a judge that are other models see more",
        cost: "1 + 2T calls for T rounds and two more a round when guarded; prompts grow with every round",
        confidence: """
            the critic's score of the answer, of the one it was revised from if it was not scored itself, 0.5 without any; \
            not a probability
            """)

    private let mode: RefinementMode
    private let maxRounds: Int
    private let feedback: Run.CritiqueKind
    private let history: RevisionHistory
    private let pick: Loop.Pick
    private let stopScore: Double

    /// The method with these parameters.
    public init(_ values: ParameterValues) throws(ParameterError) {
        mode = values.word(.mode)
        maxRounds = values.integer(Self.maxRounds)
        history = values.word(Self.history)
        pick = values.word(Self.pick)
        stopScore = values.real(Self.stopScore)
        let aspects = values.texts(Self.aspects)
        let kind: Feedback = values.word(Self.feedback)
        switch kind {
        case .rich: feedback = .aspects(aspects.isEmpty ? CritiqueAspectsPrompt.generalAspects : aspects)
        case .generic: feedback = .unasked(ReviseWholePrompt.genericFeedback)
        case .none: feedback = .unasked("")
        }
        guard kind != .rich else { return }
        let reason = "with 'feedback' '\(kind.rawValue)' no critic is asked"
        if !aspects.isEmpty { throw .contradiction(name: Self.aspects.name, reason: reason) }
        if pick == .best { throw .contradiction(name: Self.pick.name, reason: reason) }
        guard history != .none else {
            throw .contradiction(name: Self.history.name, reason: "such feedback says nothing without the answer")
        }
    }

    /// Generates, then reviews and rewrites until the review asks for no more.
    public func refine(_ question: Question, in run: Run) async throws -> RefinedAnswer {
        let first = try await run.firstDraft(of: question)
        let loop = try await run.loop(from: first, maxRevisions: maxRounds, pick: pick) { loop in
            let review = try await run.critique(loop.current, of: question, feedback)
            guard loop.goesOn(after: review, enough: stopScore) else { return }
            // What replaces the last answer for certain can be told while it is written.
            let isAnswer = mode == .faithful && pick == .last && loop.isLastRevision
            let revision = try await run.revise(
                loop.trail, as: loop.drafts.count, of: question, history: history, isVerbatim: mode == .faithful,
                isAnswer: isAnswer)
            loop.add(revision)
            loop.settle(try await run.gate(mode.gate, loop.current, revision, of: question))
        }
        return loop.answer(mode: mode, confidence: loop.knownScore ?? 0.5)
    }
}
