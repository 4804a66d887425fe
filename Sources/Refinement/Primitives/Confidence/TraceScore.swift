import JSON

/// How traces are to be scored, as far as that is known before there are any.
struct TraceScore: Sendable {
    /// How many of the most likely tokens are listed by default: as many as every server that lists any does.
    static let usualTop = 20

    /// The measure that is wanted.
    var measure: ConfidenceMeasure
    /// How many of the most likely tokens are wanted at each token.
    var top = usualTop
    /// How many tokens the model knows, if somebody said so.
    var vocabulary: Int?
    /// How many tokens a group has; nil leaves it to the length of the traces.
    var window: Int?

    /// The question, sampled with the log-probabilities that the measure needs.
    ///
    /// - Throws: `RefinementError` if the model server does not give them, `CancellationError`.
    func asking(_ question: Question, in run: Run) async throws -> Question {
        let asking = try await run.askingForLogprobs(question, top: measure.needsOnlySampledTokens ? 1 : top)
        if measure.usesTokenConfidence, let listed = asking.listing?.top, listed < Self.usualTop {
            throw RefinementError.unsupported(
                "The measure '\(measure.rawValue)' needs the \(Self.usualTop) most likely tokens; this model server "
                    + "lists only \(listed).")
        }
        return asking
    }

    /// The score, settled for traces that were drawn with `asking`'s question.
    ///
    /// - Throws: `RefinementError.unsupported` if their lists are not what the model said.
    func settled(for traces: [[TokenDistribution]], of question: Question) throws(RefinementError) -> SettledScore {
        let top = question.listing?.top ?? 0
        var settled = SettledScore(
            measure: measure == .selfCertainty ? .selfCertaintyBound : measure, top: top,
            vocabulary: vocabulary ?? ConfidenceMeasure.usualVocabulary, isApproximate: vocabulary == nil,
            window: window ?? GroupConfidence.window(forTracesOf: traces.map(\.count)))
        guard !measure.needsOnlySampledTokens, let listing = question.listing else { return settled }
        let lists = ListedDistributions(traces, listing: listing, vocabulary: vocabulary)
        guard !lists.isProbablyProcessed else {
            throw .unsupported(
                "The method needs the model's own log-probabilities; this model server lists fewer tokens than it was "
                    + "asked for, perhaps those that its sampler left.")
        }
        if let whole = lists.wholeVocabulary {
            settled.measure = measure
            settled.vocabulary = whole
            settled.isApproximate = false
        } else if measure == .entropy || measure == .gini {
            settled.isApproximate = true
        }
        return settled
    }
}

/// How the traces of one run are scored.
struct SettledScore: Sendable, Hashable {
    /// The measure: of self-certainty its lower bound, unless the lists are whole distributions.
    var measure: ConfidenceMeasure
    /// How many tokens are listed at each token.
    var top: Int
    /// How many tokens the model knows, or is taken to know.
    var vocabulary: Int
    /// Whether the number depends on what was only assumed of the tokens that are not listed.
    var isApproximate: Bool
    /// How many tokens a group has.
    var window: Int

    /// The confidence in a trace.
    func confidence(in trace: [TokenDistribution]) -> Double {
        measure.score(of: trace, vocabulary: vocabulary, window: window)
    }

    /// What the response says about it.
    var json: JSON.Object {
        var object = JSON.Object([
            JSON.Member("measure", .string(measure.rawValue)), JSON.Member("top_logprobs", .number(top)),
        ])
        if measure.needsVocabulary {
            object["vocabulary"] = .number(vocabulary)
            if isApproximate { object["approximate"] = true }
        }
        if measure.comparesGroups { object["window"] = .number(window) }
        return object
    }
}
