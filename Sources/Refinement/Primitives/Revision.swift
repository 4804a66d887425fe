extension Run {
    /// A new answer: y_{t+1} = M(p_refine ‖ x ‖ y₀ ‖ fb₀ ‖ … ‖ y_t ‖ fb_t).
    ///
    /// If the refiner's server says that the history is too long, it is asked once more with the first attempt and the
    /// last two.
    ///
    /// - Parameters:
    ///   - index: the new answer's place among those that were asked for.
    ///   - trail: the answers so far with their feedback, oldest first.
    ///   - isVerbatim: whether it is taken as the refiner wrote it, a line that only announces it included.
    ///   - isAnswer: whether the new answer is certain to be returned, so that it is told as it comes.
    /// - Throws: `BudgetSpent`, `ModelError`, or `CancellationError` if the run was cancelled.
    func revise(
        _ trail: [Draft], as index: Int, of question: Question, history: RevisionHistory, isVerbatim: Bool = false,
        isAnswer: Bool = false
    ) async throws -> Draft {
        let attempts = history.attempts(of: trail)
        let sampling = question.sampling.forSample(CallPlace.draft(index).first)
        func ask(_ attempts: [RevisionHistory.Attempt]) async throws -> Completion {
            let task = ReviseWholePrompt.conversation(question.conversation, attempts: attempts)
            return try await self.ask(.refiner, task, sampling: sampling, isAnswer: isAnswer)
        }
        var completion: Completion
        do {
            completion = try await ask(attempts)
        } catch let error as ModelError {
            guard error.saysTooLong, let fewer = attempts.withoutMiddle else { throw error }
            completion = try await ask(fewer)
        }
        if !isVerbatim, let old = trail.last { completion = RevisionPreface.removed(from: completion, after: old.text) }
        let draft = Draft(index, completion, of: question)
        note(.revision(draft.sample))
        return draft
    }
}
