/// Untargeted self-refinement: the same loop without aspects, examples or scores, for requests of any kind.
///
/// Shashidhar et al., *Democratizing LLMs: An Exploration of Cost-Performance Trade-offs in Self-Refined Open-Source
/// Models*, EMNLP Findings 2023, arXiv 2310.07611.
///
/// 1. Answer the question.
/// 2. Ask what is weak about the answer, without saying what to look for; stop if nothing is.
/// 3. Rewrite it from the question, the answer and the critique, so that it stands by itself.
/// 4. Repeat 2 and 3 for the rounds given (the paper: 1).
///
/// `faithful` takes every rewriting; by default (`guarded`) it must be judged better in both orders, as in self-refine.
public struct UntargetedSelfRefine: Method {
    private static let rounds = Parameter.integer(
        "rounds", 1...3, default: 1, "How many times the answer is rewritten at most; the paper does it once.")

    /// What the method is and takes.
    public static let description = MethodDescription(
        name: "untargeted-self-refine",
        alias: "untargeted",
        summary: "Has the answer criticised freely, without aspects, and rewritten.",
        paper: .init(
            title: """
                Democratizing LLMs: An Exploration of Cost-Performance Trade-offs in Self-Refined Open-Source Models
                """,
            authors: "Shashidhar et al., 2023",
            arXiv: "2310.07611"),
        parameters: [.mode, rounds],
        needs: "nothing; a stronger critic is the cheapest gain",
        cost: "1 + 2T calls for T rounds and two more a round when guarded",
        confidence: """
            1 if the critic had no objection to the answer, 0 if it had, 0.5 if it was not asked about it; not a probability
            """)

    private let mode: RefinementMode
    private let rounds: Int

    /// The method with these parameters.
    public init(_ values: ParameterValues) {
        mode = values.word(.mode)
        rounds = values.integer(Self.rounds)
    }

    /// Answers, then criticises and rewrites.
    public func refine(_ question: Question, in run: Run) async throws -> RefinedAnswer {
        let first = try await run.firstDraft(of: question)
        let loop = try await run.loop(from: first, maxRevisions: rounds) { loop in
            let critique = try await run.critique(loop.current, of: question, .free)
            guard loop.goesOn(after: critique) else { return }
            let isAnswer = mode == .faithful && loop.isLastRevision
            let revision = try await run.revise(
                loop.trail, as: loop.drafts.count, of: question, history: .last, isVerbatim: mode == .faithful,
                isAnswer: isAnswer)
            loop.add(revision)
            loop.settle(try await run.gate(mode.gate, loop.current, revision, of: question))
        }
        return loop.answer(mode: mode, confidence: loop.picked.isApproved.map { $0 ? 1 : 0 } ?? 0.5)
    }
}
