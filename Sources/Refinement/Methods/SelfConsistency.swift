import JSON

/// Self-consistency: sample several chains of thought and return the answer that most of them reach.
///
/// Wang et al., *Self-Consistency Improves Chain of Thought Reasoning in Language Models*, ICLR 2023, arXiv 2203.11171.
///
/// 1. Draw N samples independently, at the client's temperature (the paper: 0.7, N = 40).
/// 2. Find the answer aᵢ in each.
/// 3. Return argmaxₐ Σᵢ wᵢ·1(aᵢ = a); samples without an answer vote for nobody.
///
/// The weight wᵢ is 1, or the sample's probability: exp Σₖ log p(tₖ), or normalised by its length,
/// exp (1/K) Σₖ log p(tₖ) (paper, Table 1). Ties go to the answer seen first.
///
/// With `early_stop: certain` sampling ends as soon as v₁ > v₂ + (N − drawn). The winner is then the one that all N samples
/// would have elected; only the samples that could not have changed it are saved.
public struct SelfConsistency: SamplingMethod {
    /// When sampling ends.
    enum EarlyStop: String, CaseIterable {
        /// As soon as the rest cannot change the winner.
        case certain
        /// When all samples are counted.
        case never
    }

    /// How much a sample's vote weighs.
    enum Weight: String, CaseIterable {
        /// As much as any other.
        case none
        /// As much as the tokens are probable on the geometric mean.
        case normalizedProbability = "norm_prob"
        /// As much as the text is probable.
        case probability = "prob"
    }

    /// Which of several answers with most votes wins.
    enum Tie: String, CaseIterable {
        /// The one seen first.
        case first
        /// One of them at random, by the client's seed if it set one.
        case random
    }

    private static let samples = Parameter.integer(
        "samples", 1...256, default: 16, "How many samples to draw; the paper draws 40, most of the gain comes by 10.")
    private static let earlyStop = Parameter.word(
        "early_stop", default: EarlyStop.certain,
        "Whether to cancel the rest once it cannot change the winner; the answer is the same either way.")
    private static let weight = Parameter.word(
        "weight", default: Weight.none,
        "Whether votes weigh by the samples' probability, as a whole or normalised by length; needs log-probabilities.")
    private static let tie = Parameter.word(
        "tie", default: Tie.first, "Which of several answers with most votes wins.")

    /// What the method is and takes.
    public static let description = MethodDescription(
        name: "self-consistency",
        alias: "sc",
        summary: "Samples several chains of thought and returns the answer that most of them reach.",
        paper: .init(
            title: "Self-Consistency Improves Chain of Thought Reasoning in Language Models",
            authors: "Wang et al., 2023",
            arXiv: "2203.11171"),
        parameters: [samples, earlyStop, weight, tie, .countNull],
        needs: "log-probabilities for a weight, else nothing",
        cost: "P + N·G tokens where the server takes n choices in one call, N·(P + G) otherwise; fewer with a stop",
        confidence: "the winner's share of the counted samples")

    private let samples: Int
    private let earlyStop: EarlyStop
    private let weight: Weight
    private let tie: Tie
    private let countsNulls: Bool

    /// How many samples it draws at most.
    public var mostSamples: Int { samples }

    /// The method with these parameters.
    public init(_ values: ParameterValues) {
        samples = values.integer(Self.samples)
        earlyStop = values.word(Self.earlyStop)
        weight = values.word(Self.weight)
        tie = values.word(Self.tie)
        countsNulls = values.flag(.countNull)
    }

    /// Samples, votes, and returns the winner with the evidence.
    public func refine(_ question: Question, in run: Run) async throws -> RefinedAnswer {
        guard weight == .none || samples == 1 else { return try await refineByWeight(question, in: run) }
        var ballot = Ballot(countsNulls: countsNulls)
        // No vote is certain before more than half of the samples agree.
        let spare = earlyStop == .certain ? (samples - 1) / 2 : 0
        let draw = try await run.draw(samples, spare: spare, of: question, isAnswer: samples == 1) { sample in
            ballot.cast(sample)
            let remaining = samples - ballot.counted
            return earlyStop == .certain && remaining > 0 && ballot.isCertain(remaining: remaining) ? .enough : .more
        }
        return try elect(ballot, from: draw, question, run)
    }

    /// A weighted vote counts every sample: how much the rest will weigh is not known before.
    private func refineByWeight(_ question: Question, in run: Run) async throws -> RefinedAnswer {
        let question = try await run.askingForLogprobs(question, top: 1)
        var draw = try await run.draw(samples, of: question)
        let measure: ConfidenceMeasure = weight == .probability ? .sumLogProbability : .meanLogProbability
        try draw.score { measure.score(of: $0) }
        var ballot = Ballot(countsNulls: countsNulls)
        for (sample, weight) in zip(draw.counted, LogWeights.relative(draw.counted.map(\.score))) {
            ballot.cast(sample, weight: weight)
        }
        return try elect(ballot, from: draw, question, run)
    }

    private func elect(
        _ ballot: Ballot, from draw: Run.Draw, _ question: Question, _ run: Run
    ) throws(RefinementError) -> RefinedAnswer {
        let drawn = tie == .random ? ballot.drawnLot(seed: question.sampling["seed"]?.int) : nil
        return try run.elect(ballot, from: draw, question: question, choice: drawn?.firstIndex)
    }
}
