import Glibc
import JSON

/// Soft self-consistency: of several samples return the one whose tokens are the most probable, for answers of which
/// hardly two are the same, such as commands and actions, and on which no vote is possible.
///
/// Wang et al., *Soft Self-Consistency Improves Language Model Agents*, ACL 2024, arXiv 2402.13212.
///
/// 1. Draw k samples y (the paper: temperature 0.7, k = 10 or 20).
/// 2. Score each by the probabilities pₜ of its tokens: their mean, their minimum, or their product, which as in the
///    official code is normalised by length: (1/n) Σ log pₜ.
/// 3. Return argmax, of equals the first. There is no vote.
///
/// Adaptive form, if a threshold τ is given: draw samples until Σᵢ minₜ pᵢₜ ≥ τ, at most k, then select as above; as in
/// the official code the minimum stops and, by default, the mean selects. No sample adds more than 1 to the sum, so
/// ⌈τ − sum⌉ are drawn at once without drawing one too many; larger windows draw more, which then compete as well.
///
/// The score is of the whole completion as the model wrote it, where the paper scores the action alone, re-inserted in
/// a canonical form: let the model answer with nothing but the action. A sample without an answer is returned only if
/// all are.
public struct SoftSelfConsistency: SamplingMethod {
    /// What is made of the tokens' probabilities.
    enum Score: String, CaseIterable {
        /// Their mean.
        case mean
        /// The smallest.
        case min
        /// The mean of their logarithms.
        case prod
    }

    private static let samples = Parameter.integer(
        "samples", 1...256, default: 10, "How many samples to draw, k, or the most of them if there is a threshold.")
    private static let score = Parameter.word(
        "score", default: Score.mean,
        "The mean of the tokens' probabilities, the smallest, or their product, normalised by length; which is best "
            + "differs from task to task.")
    private static let threshold = Parameter.real(
        "threshold", 0...256, default: nil,
        "The adaptive form: the sum of the samples' smallest token probabilities at which to stop, τ; the official "
            + "script's is 0.8, useful ones lie between 0.3 and 3.")
    private static let window = Parameter.integer(
        "window", 1...256, default: nil,
        "With a threshold: at least how many samples to draw at once; more are quicker, and may be more than needed.")

    /// What the method is and takes.
    public static let description = MethodDescription(
        name: "soft-self-consistency",
        alias: "soft-sc",
        summary: "Samples several answers and returns the one whose tokens are the most probable.",
        paper: .init(
            title: "Soft Self-Consistency Improves Language Model Agents",
            authors: "Wang et al., 2024",
            arXiv: "2402.13212"),
        parameters: [samples, score, threshold, window],
        needs: "log-probabilities of the sampled tokens",
        cost:
            "P + N·G tokens where the server takes n choices in one call, N·(P + G) otherwise; with a threshold as many "
            + "samples as it takes",
        confidence:
            "the returned sample's score as a probability (for prod its exponential): how sure the model was of "
            + "its tokens, not how probably it is right")

    private let samples: Int
    private let score: Score
    private let threshold: Double?
    private let window: Int

    /// How many samples it draws at most.
    public var mostSamples: Int { samples }

    /// The method with these parameters.
    public init(_ values: ParameterValues) throws(ParameterError) {
        samples = values.integer(Self.samples)
        score = values.word(Self.score)
        threshold = values.optionalReal(Self.threshold)
        window = values.optionalInteger(Self.window) ?? 1
        if threshold == nil, values.optionalInteger(Self.window) != nil {
            throw .contradiction(name: Self.window.name, reason: "it goes with a 'threshold' only")
        }
    }

    /// Samples, scores, and returns the sample with the highest score.
    public func refine(_ question: Question, in run: Run) async throws -> RefinedAnswer {
        guard samples > 1 else { return try await run.answerOnce(question) }
        let measure = score.measure
        let question = try await run.askingForLogprobs(question, top: 1)
        var draw =
            if let threshold {
                try await run.drawInBatches(upTo: samples, of: question, endingAs: .confident) { draw in
                    let missing = threshold - draw.sumOfLeastProbabilities
                    return missing <= 0 && draw.received > 0 ? nil : max(Int(missing.rounded(.up)), window)
                }
            } else {
                try await run.draw(samples, of: question)
            }
        try draw.score { measure.score(of: $0) }
        let best = draw.best()
        var answer = try run.elect(
            draw.ballot(countsNulls: false), from: draw, question: question, choice: best)
        answer.ranking = .scores
        let value = best.flatMap { draw.counted[$0].score } ?? 0
        answer.confidence = min(max(score == .prod ? exp(value) : value, 0), 1)
        var evidence = JSON.Object([
            JSON.Member("measure", .string(measure.rawValue)), JSON.Member("value", .number(value)),
        ])
        if let threshold {
            evidence["threshold"] = .number(threshold)
            evidence["sum"] = .number(draw.sumOfLeastProbabilities)
            evidence["rounds"] = .number(draw.rounds)
        }
        answer.evidence["score"] = .object(evidence)
        return answer
    }
}

extension SoftSelfConsistency.Score {
    /// The measure of confidence that this is.
    fileprivate var measure: ConfidenceMeasure {
        switch self {
        case .mean: .meanProbability
        case .min: .leastProbability
        case .prod: .meanLogProbability
        }
    }
}

extension Run.Draw {
    /// Σ minₜ pₜ over the samples that came with log-probabilities.
    fileprivate var sumOfLeastProbabilities: Double {
        traces.reduce(0) { $0 + max(ConfidenceMeasure.leastProbability.score(of: $1), 0) }
    }
}
