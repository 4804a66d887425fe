import JSON

extension Run {
    /// How the server of a role's model gives log-probabilities, found out if it is not known yet.
    ///
    /// - Parameters:
    ///   - k: how many of the most likely tokens a method wants listed at each token.
    ///   - kind: what the model is to go on with; a server may have only one of the two for it.
    /// - Throws: `ModelError` if that cannot be found out, `RefinementError` if the budget has no room for it,
    ///   `CancellationError` if the run was cancelled.
    func logprobSupport(
        top k: Int, of role: Role = .generator, with kind: Conversation.Kind = .chat
    ) async throws -> LogprobSupport {
        let model = model(for: role)
        if let known = model.logprobSupport, known.covers(top: k) { return known }
        // Something of which the first word is open, so that its list shows the temperature.
        let conversation =
            switch kind {
            case .chat: Conversation([Message(role: "user", text: "Name any animal.")])
            case .text: Conversation(text: "My favourite animal is the")
            }
        let prompt = newPrompt(conversation)
        var probe = LogprobProbe(top: k)
        var repetitions = 0
        while true {
            let support: LogprobSupport?
            do {
                let call = ModelCall(
                    conversation: conversation, sampling: probe.request.sampling, choices: probe.request.choices)
                let entry = try beginCall(role: .probe, prompt: prompt)
                support = probe.take(try await withinDeadline { try await self.completions(of: call, by: role, entry) })
            } catch let error as ModelError where error.isPassing && repetitions < maxProbeRepetitions {
                repetitions += 1
                support = nil
            } catch let error as ModelError {
                support = try probe.take(error)
            } catch let spent as BudgetSpent {
                throw RefinementError.budgetSpent(spent.limit)
            }
            if let support {
                model.learn(support)
                return support
            }
        }
    }

    private func completions(
        of call: ModelCall, by role: Role, _ entry: Ledger.Call
    ) async throws -> [Completion] {
        var completions: [Completion] = []
        try await follow(call, as: role, entry: entry) { event in
            if case .finished(_, let completion) = event { completions.append(completion) }
            return true
        }
        guard !completions.isEmpty else { throw ModelError.noChoice }
        return completions
    }
}

/// How many calls of a probe that were lost are made again: it stands for all samples, of which some may be lost.
private let maxProbeRepetitions = 3

extension ModelError {
    /// Whether another call may well end otherwise.
    fileprivate var isPassing: Bool {
        switch self {
        case .interrupted, .garbled, .noChoice: true
        default: false
        }
    }
}

extension LogprobProbe.Request {
    /// The options of the call, which are no client's: what is found out serves all of them.
    fileprivate var sampling: SamplingOptions {
        var sampling = SamplingOptions()
        sampling["temperature"] = .number(temperature)
        sampling[lengthMember] = 2
        sampling["logprobs"] = true
        sampling["top_logprobs"] = .number(top)
        return sampling
    }
}
