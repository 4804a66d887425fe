import JSON

/// Early-stopping self-consistency: sample window by window, and stop at the first window that is of one mind.
///
/// Li et al., *Escape Sky-high Cost: Early-stopping Self-Consistency for Multi-step Reasoning*, ICLR 2024,
/// arXiv 2401.10480.
///
/// 1. Split the budget of L samples into windows of w.
/// 2. Draw a window; if all its answers are the same, stop.
/// 3. Else put it into the pool and go on; at L samples the pool votes.
///
/// The answer is that of the unanimous window, as in the official code, or with `final: pool` that of all samples drawn.
/// What is left of L after whole windows is never drawn; a budget of less than one window is a plain vote. A sample
/// without an answer agrees with none, so its window is not unanimous.
///
/// The control scheme (paper, "Control") foretells from the first window what a window of w will cost and how probably
/// it changes the answer; given the most of either that the caller accepts, it chooses w.
public struct EarlyStoppingSelfConsistency: SamplingMethod {
    /// Whose vote decides when a window is unanimous.
    enum Final: String, CaseIterable {
        /// The window's own: the official rule.
        case window
        /// That of all samples drawn so far.
        case pool
    }

    private static let window = Parameter.integer(
        "window", 2...256, default: 5,
        "The samples of a window, w; a window that is of one mind is rarer the larger it is.")
    private static let maxSamples = Parameter.integer(
        "max_samples", 1...256, default: 40, "The most samples to draw, L.")
    private static let final = Parameter.word(
        "final", default: Final.window,
        "Whether a unanimous window decides by itself, as in the official code, or all samples drawn so far vote.")
    private static let maxAffected = Parameter.real(
        "max_affected", 0...1, default: nil,
        "The largest probability of an answer other than all samples would elect; the cheapest such window is chosen.")
    private static let maxExpectedSamples = Parameter.real(
        "max_expected_samples", 2...256, default: nil,
        "The most samples to be expected; the safest such window is chosen.")

    /// What the method is and takes.
    public static let description = MethodDescription(
        name: "early-stopping-self-consistency",
        alias: "esc",
        summary: "Samples window by window and stops at the first window whose answers are all the same.",
        paper: .init(
            title: "Escape Sky-high Cost: Early-stopping Self-Consistency for Multi-step Reasoning",
            authors: "Li et al., 2024",
            arXiv: "2401.10480"),
        parameters: [window, maxSamples, final, maxAffected, maxExpectedSamples, .countNull],
        needs: "nothing",
        cost:
            "R·P + w·R·G tokens in R windows where the server takes n choices in one call; 8.8 samples a question on the "
            + "recorded last letters, instead of 40",
        confidence: "the winner's share of the counted samples")

    private let window: Int
    private let maxSamples: Int
    private let final: Final
    private let target: ControlScheme.Target?
    private let countsNulls: Bool

    /// How many samples it draws at most.
    public var mostSamples: Int { maxSamples }

    /// The method with these parameters.
    public init(_ values: ParameterValues) throws(ParameterError) {
        maxSamples = values.integer(Self.maxSamples)
        window = min(values.integer(Self.window), maxSamples)
        final = values.word(Self.final)
        countsNulls = values.flag(.countNull)
        switch (values.optionalReal(Self.maxAffected), values.optionalReal(Self.maxExpectedSamples)) {
        case (nil, nil): target = nil
        case (let most?, nil): target = .affectedProbability(most)
        case (nil, let most?): target = .expectedSamples(most)
        case (_?, _?):
            throw .contradiction(
                name: Self.maxAffected.name,
                reason: "'\(Self.maxExpectedSamples.name)' is there as well; send one of them")
        }
    }

    /// Samples until a window is unanimous, and returns its answer with the evidence.
    public func refine(_ question: Question, in run: Run) async throws -> RefinedAnswer {
        var windows = SampleWindows(size: window, limit: maxSamples, countsNulls: countsNulls)
        var control: ControlScheme.Forecast?
        let draw = try await run.drawInBatches(upTo: maxSamples, of: question, endingAs: .unanimous) { draw in
            let drawn = draw.counted.filter { $0.completion != nil }
            // The first window tells how the answers are spread.
            if control == nil, drawn.count >= window, let scheme = windows.scheme(of: drawn.prefix(window)) {
                control = target.flatMap(scheme.forecast(within:)) ?? scheme.forecast(window: window)
                windows.resize(to: control?.window ?? window)
            }
            return windows.next(after: drawn)
        }
        var answer = try run.elect(
            draw.ballot(countsNulls: countsNulls), from: draw, question: question,
            choice: final == .window ? windows.unanimous?.index : nil)
        if let control { answer.evidence["control"] = control.json }
        return answer
    }
}

extension ControlScheme.Forecast {
    /// The forecast as the response shows it.
    fileprivate var json: JSON {
        [
            "window": .number(window), "expected_samples": .number(expectedSamples),
            "affected_probability": .number(affectedProbability),
        ]
    }
}
