/// One answer on its way through a refinement: what was said, and what was said of it.
struct Draft: Sendable {
    /// Why an answer cannot be refined.
    enum Obstacle: String {
        /// It calls tools: what they return is the client's next question, and nothing is said yet.
        case toolCalls = "tool_calls"
        /// It says nothing but thoughts, or nothing at all.
        case empty
    }

    /// The answer, by its place in the order in which answers were asked for.
    private(set) var sample: Sample
    /// What the model said, as it came.
    let completion: Completion
    /// What other models are shown of it: the text without the thinking.
    let text: String
    /// What the critic said of it last.
    var critique: Critique? {
        didSet { sample.score = critique?.score ?? sample.score }
    }

    /// A completion of the question.
    init(_ index: Int, _ completion: Completion, of question: Question) {
        sample = question.sample(index, completion)
        self.completion = sample.completion ?? completion
        text = completion.visibleText
    }

    /// Whether the critic saw nothing to improve; nil if it was not asked, or said nothing that could be read.
    var isApproved: Bool? {
        critique.flatMap { $0.isReadable ? $0.approval(from: 1) != nil : nil }
    }

    /// What keeps it from being refined, if anything does.
    var obstacle: Obstacle? {
        if sample.answer?.kind == .toolCalls { return .toolCalls }
        return text.isEmpty ? .empty : nil
    }
}

extension Run {
    /// The first answer: y₀ = M(p_gen ‖ x).
    ///
    /// - Throws: `RefinementError` if it was lost, `CancellationError` if the run was cancelled.
    func firstDraft(of question: Question) async throws -> Draft {
        do {
            let sampling = question.sampling.forSample(CallPlace.draft(0).first)
            let draft = Draft(0, try await ask(.generator, question.conversation, sampling: sampling), of: question)
            note(.sample(draft.sample))
            return draft
        } catch let spent as BudgetSpent {
            throw RefinementError.budgetSpent(spent.limit)
        } catch let error as ModelError {
            try Task.checkCancellation()
            throw RefinementError.allSamplesFailed([error])
        }
    }
}
