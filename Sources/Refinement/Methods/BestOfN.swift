import Glibc
import JSON

/// Best-of-N by self-certainty: of N samples return the one of which the model was surest, or let them vote by how sure
/// it was of them.
///
/// Kang, Zhao, Song, *Scalable Best-of-N Selection for Large Language Models via Self-Certainty*, NeurIPS 2025,
/// arXiv 2502.18581.
///
/// 1. Draw N samples y (the paper: temperature 0.6, top_p 0.9, N from 8 to 64).
/// 2. Score each by its self-certainty, −(1/nV) Σᵢ Σⱼ log(V·p(j | x, y_<i)) = (1/n) Σᵢ KL(U ‖ pᵢ): how far the model was,
///    on the mean over the tokens of y, from knowing nothing.
/// 3. Return argmax; or by Borda voting: sort by score, let the sample of rank r = 1…N give (N − r + 1)ᵖ votes to its
///    answer, and return the answer with most. A sample without an answer gives no votes but takes its rank. p = 0 is
///    the vote of self-consistency, p → ∞ the choice of the best.
///
/// Self-certainty is exact where the server lists the whole distribution; where it lists the k most likely tokens the
/// score is the tight lower bound s_lo, which ranks nearly alike. Other measures take its place on request.
///
/// With `weighted` a vote weighs as much as its score, and only the η = `keep` % of samples with the highest ones vote
/// (more, if fewer than three of them, or than a tenth of all, had an answer): DeepConf offline, Fu et al., *Deep Think
/// with Confidence*, 2025, arXiv 2508.15260.
public struct BestOfN: SamplingMethod {
    /// How the scores decide.
    enum Select: String, CaseIterable {
        /// The sample with the highest one is returned.
        case best
        /// The samples vote, each by its rank.
        case borda
        /// The samples vote, each by its score.
        case weighted
    }

    private static let samples = Parameter.integer(
        "samples", 1...256, default: 16, "How many samples to draw, N; the paper draws 8 to 64.")
    private static let measure = Parameter.word(
        "measure", default: ConfidenceMeasure.selfCertainty,
        "How sure the model was of a sample; self_certainty becomes its lower bound s_lo unless whole distributions come."
    )
    private static let select = Parameter.word(
        "select", default: Select.best,
        "Whether the sample with the highest score is returned, which suits free text, or the samples vote by the ranks "
            + "of their scores (borda) or by the scores (weighted), which suits answers that can be compared.")
    private static let power = Parameter.real(
        "power", 0...4, default: nil,
        "Borda's exponent p; by default the paper's: 0.3 up to 16 samples, 1.2 from 32 on, a straight line between.")
    private static let keep = Parameter.real(
        "keep", 1...100, default: nil,
        "With weighted: the percentage of samples, those with the highest scores, that vote; all by default.")
    private static let topLogprobs = Parameter.integer(
        "top_logprobs", 1...1_000_000, default: TraceScore.usualTop,
        "How many of the most likely tokens to have listed at each token, or as many as the server does; more than "
            + "there are bring the whole distribution where the server gives it (llama.cpp).")
    private static let vocabularySize = Parameter.integer(
        "vocabulary_size", 2...10_000_000, default: nil,
        "How many tokens the model knows; for s_lo 128256 by default, which hardly changes a ranking.")
    private static let window = Parameter.integer(
        "window", 1...65_536, default: nil,
        "How many tokens a group has, for lowest_group, tail and bottom_10; by default a quarter of the median length, "
            + "from 32 to 2048.")

    /// What the method is and takes.
    public static let description = MethodDescription(
        name: "best-of-n",
        alias: "bon",
        summary:
            "Samples several answers and returns the one of which the model was surest, or lets them vote by that.",
        paper: .init(
            title: "Scalable Best-of-N Selection for Large Language Models via Self-Certainty",
            authors: "Kang et al., 2025",
            arXiv: "2502.18581"),
        parameters: [samples, measure, select, power, keep, topLogprobs, vocabularySize, window],
        needs:
            "log-probabilities, of the 20 most likely tokens at each token or of more; of the sampled tokens alone for "
            + "mean_logprob, sum_logprob, perplexity, mean_prob and min_prob",
        cost: "P + N·G tokens where the server takes n choices in one call, N·(P + G) otherwise",
        confidence:
            "with best the mean probability of the returned sample's tokens (geometric), which says how sure the "
            + "model was, not how probably it is right; with a vote the winner's share of the votes by weight")

    private let samples: Int
    private let score: TraceScore
    private let select: Select
    private let power: Double?
    private let keep: Double

    /// How many samples it draws at most.
    public var mostSamples: Int { samples }

    /// The method with these parameters.
    public init(_ values: ParameterValues) throws(ParameterError) {
        samples = values.integer(Self.samples)
        select = values.word(Self.select)
        power = values.optionalReal(Self.power)
        keep = values.optionalReal(Self.keep) ?? 100
        score = TraceScore(
            measure: values.word(Self.measure), top: values.integer(Self.topLogprobs),
            vocabulary: values.optionalInteger(Self.vocabularySize), window: values.optionalInteger(Self.window))
        if power != nil, select != .borda {
            throw .contradiction(name: Self.power.name, reason: "it goes with 'select': 'borda' only")
        }
        if values.optionalReal(Self.keep) != nil, select != .weighted {
            throw .contradiction(name: Self.keep.name, reason: "it goes with 'select': 'weighted' only")
        }
        if score.window != nil, !score.measure.comparesGroups {
            throw .contradiction(
                name: Self.window.name, reason: "it goes with 'measure': 'lowest_group', 'tail' or 'bottom_10' only")
        }
        if score.top < TraceScore.usualTop, score.measure.usesTokenConfidence {
            throw .contradiction(
                name: Self.topLogprobs.name,
                reason: "'\(score.measure.rawValue)' misleads for fewer than \(TraceScore.usualTop)")
        }
    }

    /// Samples, scores, selects, and returns the selected answer with the evidence.
    public func refine(_ question: Question, in run: Run) async throws -> RefinedAnswer {
        guard samples > 1 else { return try await run.answerOnce(question) }
        let question = try await score.asking(question, in: run)
        var draw = try await run.draw(samples, of: question)
        let score = try score.settled(for: draw.traces, of: question)
        try draw.score(by: score.confidence)
        var evidence = score.json
        let ballot: Ballot
        switch select {
        case .best: ballot = draw.ballot(countsNulls: false)
        case .borda: ballot = draw.bordaBallot(exponent: power)
        case .weighted:
            let vote = draw.filteredBallot(
                weighing: score.measure.weights(of: draw.counted.map(\.score)), share: keep)
            ballot = vote.ballot
            evidence["kept"] = vote.filter.json
        }
        let choice = select == .best ? draw.best() : draw.best(for: ballot)
        var answer = try run.elect(ballot, from: draw, question: question, choice: choice)
        answer.confidence = select == .best ? answer.completion.meanProbability : ballot.leaderShare
        answer.ranking = select == .best ? .scores : .votes
        if let value = choice.flatMap({ draw.counted[$0].score }) { evidence["value"] = .number(value) }
        answer.evidence["score"] = .object(evidence)
        return answer
    }
}

extension Completion {
    /// The geometric mean of its tokens' probabilities; 0 without tokens.
    fileprivate var meanProbability: Double {
        min(exp(ConfidenceMeasure.meanLogProbability.score(of: tokens ?? [])), 1)
    }
}

extension ConfidenceFilter {
    /// Which samples voted, as the response shows it.
    fileprivate var json: JSON { ["percent": .number(share), "samples": .number(survivors.count)] }
}
