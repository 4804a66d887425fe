import JSON

/// Adaptive consistency: sample until the votes are clear, and only then ask no further.
///
/// Aggarwal et al., *Let's Sample Step by Step: Adaptive-Consistency for Efficient Reasoning and Coding with LLMs*,
/// EMNLP 2023, arXiv 2305.11860.
///
/// 1. Draw a sample and count its answer: v₁ ≥ v₂ ≥ … are the counts.
/// 2. Stop if the criterion holds: with Beta, P(share of the leader > ½) = I_½(v₂ + 1, v₁ + 1) ≥ C.
/// 3. Else go on, up to N samples; return the answer with most votes, of equals the one seen first.
///
/// Samples are not drawn one by one but as many at once as must be drawn in any case: the smallest t after which the
/// criterion could hold. Which samples are drawn, and what is returned, is the same; the rounds are four times fewer.
/// A sample without an answer counts as drawn, and votes for nobody.
public struct AdaptiveConsistency: SamplingMethod {
    private static let maxSamples = Parameter.integer(
        "max_samples", 1...256, default: 40, "The most samples to draw, N.")
    private static let criterion = Parameter.word(
        "criterion", default: StoppingCriterion.beta, "When the votes are clear enough.")
    private static let threshold = Parameter.real(
        "threshold", 0...1, default: nil,
        "The criterion's threshold: C for beta and dirichlet (default 0.95), the largest normalised entropy (0.75), "
            + "the leader's least share for majority (0.8).")

    /// What the method is and takes.
    public static let description = MethodDescription(
        name: "adaptive-consistency",
        alias: "asc",
        summary: "Samples until the votes are clear enough, and returns the answer that most samples reach.",
        paper: .init(
            title: "Let's Sample Step by Step: Adaptive-Consistency for Efficient Reasoning and Coding with LLMs",
            authors: "Aggarwal et al., 2023",
            arXiv: "2305.11860"),
        parameters: [maxSamples, criterion, threshold, .countNull],
        needs: "nothing",
        cost: "R·P + N·G tokens in R rounds where the server takes n choices in one call; 1.6 rounds and 6.4 samples a "
            + "question on the recorded last letters, instead of 40 samples",
        confidence: "the Beta posterior that the winner beats the answer that came second")

    private let maxSamples: Int
    private let criterion: StoppingCriterion
    private let threshold: Double
    private let countsNulls: Bool

    /// How many samples it draws at most.
    public var mostSamples: Int { maxSamples }

    /// The method with these parameters.
    public init(_ values: ParameterValues) {
        maxSamples = values.integer(Self.maxSamples)
        criterion = values.word(Self.criterion)
        threshold = values.optionalReal(Self.threshold) ?? criterion.defaultThreshold
        countsNulls = values.flag(.countNull)
    }

    /// Samples until the criterion holds, and returns the winner with the evidence.
    public func refine(_ question: Question, in run: Run) async throws -> RefinedAnswer {
        let draw = try await run.drawInBatches(upTo: maxSamples, of: question, endingAs: .confident) { draw in
            let counts = draw.ballot(countsNulls: countsNulls).counts
            if criterion.isMet(by: counts, threshold: threshold) { return nil }
            return criterion.lookAhead(
                counts: counts, threshold: threshold, remaining: maxSamples - draw.received)
        }
        let ballot = draw.ballot(countsNulls: countsNulls)
        var answer = try run.elect(ballot, from: draw, question: question)
        answer.confidence = answer.fallback == nil ? BetaPosterior(ballot.counts).probability : 0
        answer.evidence["rounds"] = .number(draw.rounds)
        return answer
    }
}
