import JSON

/// One of several responses to a question, as a judge is shown it.
struct Candidate: Sendable {
    /// The place of its sample among those that were counted.
    let place: Int
    /// What the judge is shown.
    let text: String
    /// The answer found in it.
    let answer: Answer?
}

extension Run.Draw {
    /// The counted samples that say anything.
    var candidates: [Candidate] {
        counted.enumerated().compactMap { place, sample in
            guard let text = sample.completion?.shown, !text.isEmpty else { return nil }
            return Candidate(place: place, text: text, answer: sample.answer)
        }
    }
}

extension Completion {
    /// The text without the thinking before it and the white space around it; empty if the thinking never ended.
    var visibleText: String { Reasoning.removed(from: Bytes(text))?.trimmed().text ?? "" }

    /// The completion as another model is shown it: its text without the thinking, then its tool calls as JSON.
    var shown: String {
        let calls = Answer(toolCallsOf: self)?.display ?? ""
        return [visibleText, calls].filter { !$0.isEmpty }.joined(separator: "\n")
    }
}

/// What a judge said of several responses shown to it side by side, or why it said nothing.
struct Verdict: Sendable {
    /// The reply, if there is one.
    var reply: Completion?
    /// Why there is none.
    var failure: StopReason?
    /// To how many characters at its end each response was cut, because all were more than the judge's server takes.
    var tail: Int?

    /// The verdict as evidence.
    var json: JSON.Object {
        var object = JSON.Object()
        if let tail { object["tail_characters"] = .number(tail) }
        if let reply { object["reply"] = .string(reply.text) }
        return object
    }
}

extension Run {
    /// Characters of a response that a judge is shown in any case.
    private static let leastTail = 200

    /// Asks the judge about several responses to a question in one greedy call.
    ///
    /// If its server says that they are too long, it is asked once more with no more than their ends, which together are
    /// as long as the longest of them was: that much had room beside the question when it was generated. A setting of
    /// ours that its server does not take is left out.
    ///
    /// - Parameter tokens: the most that the judge may say.
    /// - Throws: `CancellationError` if the run was cancelled.
    func judge(
        _ responses: [String], of question: Question, tokens: Int, task: ([String]) -> Conversation
    ) async throws -> Verdict {
        var sampling = question.sampling.judging(tokens: tokens)
        var shown = responses
        var verdict = Verdict()
        while true {
            do {
                verdict.reply = try await ask(.judge, task(shown), sampling: sampling)
                return verdict
            } catch let spent as BudgetSpent {
                verdict.failure = .budget(spent.limit)
                return verdict
            } catch let error as ModelError {
                if error.saysTooLong, verdict.tail == nil {
                    let longest = responses.map(\.count).max() ?? 0
                    let tail = max(longest / responses.count, Self.leastTail)
                    shown = responses.map { $0.count > tail ? "…" + $0.suffix(tail) : $0 }
                    verdict.tail = tail
                } else if let member = error.refusedMember, SamplingOptions.judges.contains(member),
                    sampling[member] != nil
                {
                    sampling[member] = nil
                } else {
                    verdict.failure = .failed(error)
                    return verdict
                }
            }
        }
    }
}

extension SamplingOptions {
    /// What a judge's call may set of its own.
    fileprivate static let judges = ["temperature", "max_tokens", "max_completion_tokens"]

    /// What says how answers vary, which a greedy call does not.
    private static let variation = [
        "top_p", "top_k", "min_p", "typical_p", "presence_penalty", "frequency_penalty", "repetition_penalty",
    ]

    /// The client's options for a greedy call of at most so many tokens that judges answers.
    func judging(tokens: Int) -> SamplingOptions {
        // Servers whose models take only the newer of the two names refuse the older one.
        let limit = self["max_completion_tokens"] == nil ? "max_tokens" : "max_completion_tokens"
        var options = withoutShape
        for name in Self.variation { options[name] = nil }
        options["temperature"] = 0
        options[limit] = .number(tokens)
        return options
    }
}
