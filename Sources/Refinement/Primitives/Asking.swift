import JSON

/// What a model replied to a task whose reply must have a certain form.
struct Reading<Value: Sendable>: Sendable {
    /// What was read; nil if no attempt could be.
    let value: Value?
    /// The last reply, without its thinking.
    let text: String
}

extension Run {
    /// Asks a model for a reply of a certain form; one that cannot be read is shown to it again, with one line on the form,
    /// at most twice (refinement.md §0.3).
    ///
    /// A temperature that the server does not take is left out: some models have only one.
    ///
    /// - Parameters:
    ///   - form: what a reply must look like.
    ///   - read: makes sense of a reply; it is told whether this is the last one there will be.
    /// - Throws: `BudgetSpent`, `ModelError`, or `CancellationError` if the run was cancelled.
    func ask<Value: Sendable>(
        _ role: Role, _ task: Conversation, form: String, at place: CallPlace, sampling: SamplingOptions,
        read: (_ reply: String, _ isLast: Bool) -> Value?
    ) async throws -> Reading<Value> {
        var sampling = sampling
        var conversation = task
        var text = ""
        for attempt in 0..<CallPlace.attempts {
            let seeded = { sampling.forSample(place.first + attempt) }
            do {
                text = try await ask(role, conversation, sampling: seeded()).visibleText
            } catch let error as ModelError where error.refusedMember == "temperature" && sampling["temperature"] != nil
            {
                sampling["temperature"] = nil
                text = try await ask(role, conversation, sampling: seeded()).visibleText
            }
            if let value = read(text, attempt == CallPlace.attempts - 1) { return Reading(value: value, text: text) }
            // Servers refuse a message that says nothing, and there would be nothing to learn from it.
            let failed =
                text.isEmpty ? [] : [Message(role: "assistant", text: text), Message(role: "user", text: form)]
            conversation = Conversation(task.messages + failed)
        }
        return Reading(value: nil, text: text)
    }
}
