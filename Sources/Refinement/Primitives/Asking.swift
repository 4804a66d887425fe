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
            } catch ModelError.rejected(let rejection)
                where rejection.member == "temperature" && sampling["temperature"] != nil
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

extension SamplingOptions {
    /// What says how the client's answer is to look, how long it is to be, and what it may call: nothing for those who
    /// review it.
    private static let shapes = [
        "tools", "tool_choice", "parallel_tool_calls", "functions", "function_call", "response_format",
        "structured_outputs", "guided_json", "guided_regex", "guided_choice", "guided_grammar", "grammar",
        "json_schema",
        "regex", "ebnf", "stop", "stop_token_ids", "ignore_eos", "logprobs", "top_logprobs", "prompt_logprobs",
        "max_tokens", "max_completion_tokens", "min_tokens", "n", "best_of", "logit_bias", "prediction", "modalities",
        "audio", "verbosity", "web_search_options", "continue_final_message", "add_generation_prompt",
    ]

    /// The client's options, less what shapes its answer, for a call at that temperature that reviews an answer.
    func reviewing(temperature: Double) -> SamplingOptions {
        var options = self
        for name in Self.shapes { options[name] = nil }
        options["temperature"] = .number(temperature)
        return options
    }
}
