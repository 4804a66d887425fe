extension Run {
    /// What the critic is asked for.
    enum CritiqueKind: Sendable {
        /// A score, the problem and its fix for each of these aspects.
        case aspects([String])
        /// Whatever weaknesses it finds.
        case free
        /// Nothing: it is not asked, and the feedback is this text.
        case unasked(String)
    }

    /// The paper's temperature, for those who look for what is wrong.
    private static let criticsTemperature = 0.7

    /// Feedback on an answer: fb_t = M(p_fb ‖ x ‖ y_t). The critic sees the request and the answer, and nothing of what
    /// came before.
    ///
    /// - Throws: `BudgetSpent`, `ModelError`, or `CancellationError` if the run was cancelled.
    func critique(_ draft: Draft, of question: Question, _ kind: CritiqueKind) async throws -> Critique {
        let transcript = Transcript(question.conversation)
        let reading: Reading<Critique>
        switch kind {
        case .aspects(let aspects):
            let task = CritiqueAspectsPrompt(aspects: aspects).conversation(transcript, answer: draft.text)
            reading = try await askCritic(
                task, CritiqueAspectsPrompt.form, draft, question, Critique.init(onAspects:isLast:))
        case .free:
            let task = CritiqueFreePrompt.conversation(transcript, answer: draft.text)
            reading = try await askCritic(task, CritiqueFreePrompt.form, draft, question) { reply, _ in
                Critique(free: reply)
            }
        case .unasked(let text): return Critique(unasked: text)
        }
        let critique = reading.value ?? Critique(unreadable: reading.text)
        note(.critique(critique, of: draft.sample.index))
        return critique
    }

    private func askCritic(
        _ task: Conversation, _ form: String, _ draft: Draft, _ question: Question,
        _ read: (String, Bool) -> Critique?
    ) async throws -> Reading<Critique> {
        try await ask(
            .critic, task, form: form, at: .critique(draft.sample.index),
            sampling: question.sampling.reviewing(temperature: Self.criticsTemperature), read: read)
    }
}
