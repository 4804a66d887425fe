/// Self-consistency: sample several chains of thought and return the answer that most of them reach.
///
/// Wang et al., *Self-Consistency Improves Chain of Thought Reasoning in Language Models*, ICLR 2023, arXiv 2203.11171.
///
/// 1. Draw N samples independently, at the client's temperature (the paper: 0.7, N = 40).
/// 2. Find the answer aᵢ in each.
/// 3. Return argmaxₐ Σᵢ 1(aᵢ = a); ties go to the answer seen first, samples without an answer vote for nobody.
///
/// With `early_stop: certain` sampling ends as soon as v₁ > v₂ + (N − drawn). The winner is then the one that all N samples
/// would have elected; only the samples that could not have changed it are saved.
public struct SelfConsistency: Method {
    /// When sampling ends.
    enum EarlyStop: String, CaseIterable {
        /// As soon as the rest cannot change the winner.
        case certain
        /// When all samples are counted.
        case never
    }

    private static let samples = Parameter.integer(
        "samples", 1...256, default: 16, "How many samples to draw; the paper draws 40, most of the gain comes by 10.")
    private static let earlyStop = Parameter.word(
        "early_stop", default: EarlyStop.certain,
        "Whether to cancel the rest once it cannot change the winner; the answer is the same either way.")

    /// What the method is and takes.
    public static let description = MethodDescription(
        name: "self-consistency",
        alias: "sc",
        summary: "Samples several chains of thought and returns the answer that most of them reach.",
        paper: .init(
            title: "Self-Consistency Improves Chain of Thought Reasoning in Language Models",
            authors: "Wang et al., 2023",
            arXiv: "2203.11171"),
        parameters: [samples, earlyStop],
        needs: "nothing",
        cost: "P + N·G tokens where the server takes n choices in one call, N·(P + G) otherwise; fewer with a stop",
        confidence: "the winner's share of the counted samples")

    private let samples: Int
    private let earlyStop: EarlyStop

    /// The method with these parameters.
    public init(_ values: ParameterValues) {
        samples = values.integer(Self.samples)
        earlyStop = values.word(Self.earlyStop)
    }

    /// Samples, votes, and returns the winner with the evidence.
    public func refine(_ question: Question, in run: Run) async throws -> RefinedAnswer {
        var ballot = Ballot()
        // No vote is certain before more than half of the samples agree.
        let spare = earlyStop == .certain ? (samples - 1) / 2 : 0
        let draw = try await run.draw(samples, spare: spare, of: question, isAnswer: samples == 1) { sample in
            ballot.cast(sample.answer)
            let remaining = samples - ballot.counted
            return earlyStop == .certain && remaining > 0 && ballot.isCertain(remaining: remaining) ? .enough : .more
        }
        return try run.elect(ballot, from: draw, question: question)
    }
}
