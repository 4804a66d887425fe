extension Run {
    /// The same question, sampled with the log-probabilities of so many tokens at each place, or of as many as the model
    /// server lists.
    ///
    /// - Throws: `RefinementError.unsupported` if the server gives none, or none that show the model's own confidence.
    func askingForLogprobs(_ question: Question, top: Int, of role: Role = .generator) async throws -> Question {
        let wanted = question.wanted(top: top)
        let support: LogprobSupport
        do {
            support = try await logprobSupport(
                top: wanted, of: role, with: role == .generator ? question.conversation.kind : .chat)
        } catch let error as ModelError {
            throw RefinementError.allSamplesFailed([error])
        }
        guard support.isSupported else {
            throw RefinementError.unsupported(
                "The method needs log-probabilities, which this model server does not return for this model.")
        }
        guard support.isRaw else {
            throw RefinementError.unsupported(
                "The method needs the model's own log-probabilities; this model server returns them as changed by the "
                    + "temperature (vLLM: --logprobs-mode raw_logprobs).")
        }
        return question.asking(
            for: .init(top: min(wanted, support.maxTop), isLimit: wanted >= support.maxTop && support.isLimit))
    }
}

extension Sample {
    /// The sample with its score by the distributions of its tokens; one that came without them stays without a score.
    func scored(by measure: ([TokenDistribution]) -> Double) -> Sample { scored(completion?.tokens.map(measure)) }

    /// The sample with this score.
    func scored(_ score: Double?) -> Sample {
        var sample = self
        sample.score = score
        return sample
    }
}
extension Sample {
    /// Whether nothing is known of the tokens that it consists of; a sample that says nothing consists of none.
    fileprivate var lacksLogprobs: Bool {
        guard let score else { return true }
        return !score.isFinite && completion?.text.isEmpty == false
    }
}

extension Run.Draw {
    /// Scores each sample by the distributions of its tokens.
    ///
    /// - Throws: `RefinementError.unsupported` if samples arrived and none of them has any, or only empty lists
    ///   for what it says.
    mutating func score(by measure: ([TokenDistribution]) -> Double) throws(RefinementError) {
        counted = counted.map { $0.scored(by: measure) }
        if received > 0, counted.allSatisfy(\.lacksLogprobs) {
            throw .unsupported("The method needs log-probabilities, and the model server returned none.")
        }
    }
}
