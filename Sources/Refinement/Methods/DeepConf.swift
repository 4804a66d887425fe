import JSON

/// DeepConf online: learn from a few whole traces how confident the model usually is, end later traces in the middle of
/// their stream when it gets less confident than that, and let the confident ones vote until they agree.
///
/// Fu et al., *Deep Think with Confidence*, 2025, arXiv 2508.15260.
///
/// The confidence in a token is Cᵢ = −(1/k) Σⱼ log pᵢ(j) over the k most likely tokens; that in a trace, C, is the lowest
/// mean of w consecutive tokens (of all tokens, if they are fewer).
///
/// 1. Warm up: draw N_init traces to their end.
/// 2. The threshold s is the (100 − η)-th percentile of their C: with η = 90 (conservative, the default) 10 % of them lie
///    below it, with η = 10 (aggressive) 90 %.
/// 3. Draw further traces; as soon as the last w tokens are all there and their mean is < s, end the trace. It is lost.
/// 4. After each trace: V(a) = Σ C over the traces with answer a, of the warm-up only those with C ≥ s. Stop if the
///    leader's share β = V(â)/ΣV ≥ τ, or after B traces.
/// 5. Return â.
///
/// Further traces are drawn in waves as large as the warm-up and counted in the order they were issued, whichever ends
/// first. If fewer than max(3, N/10) traces voted, η is relaxed (10, 30, 50, 90, 100), for a filter may keep nobody who
/// has an answer; with fewer than four warm-up traces they all vote, and that is all. Fewer than three votes are no
/// consensus.
public struct DeepConf: SamplingMethod {
    private static let warmUp = Parameter.integer(
        "warm_up", ConfidentVote.leastWarmUp...256, default: 16, "How many traces to draw to their end first, N_init.")
    private static let maxSamples = Parameter.integer(
        "max_samples", 1...512, default: 64, "The most traces to draw, those of the warm-up and those cut included, B.")
    private static let keep = Parameter.real(
        "keep", 1...100, default: 90,
        "The percentage of traces that are confident enough, η: 90 is the paper's conservative setting, 10 its "
            + "aggressive one, which saves more and can lose to a plain vote.")
    private static let consensus = Parameter.real(
        "consensus", 0...1, default: 0.95, "The leader's share of the votes at which to stop, τ.")
    private static let window = Parameter.integer(
        "window", 1...65_536, default: nil,
        "How many tokens a group has, w; by default a quarter of the warm-up's median length, from 32 to the paper's "
            + "2048.")
    private static let topLogprobs = Parameter.integer(
        "top_logprobs", TraceScore.usualTop...1_000, default: TraceScore.usualTop,
        "Over how many of the most likely tokens to measure confidence, k, or as many as the server lists.")

    /// What the method is and takes.
    public static let description = MethodDescription(
        name: "deepconf",
        alias: "dc",
        summary: "Ends samples in the middle of their stream when the model gets unsure, and lets the others vote by "
            + "confidence until they agree.",
        paper: .init(title: "Deep Think with Confidence", authors: "Fu et al., 2025", arXiv: "2508.15260"),
        parameters: [warmUp, maxSamples, keep, consensus, window, topLogprobs],
        needs: "log-probabilities of the 20 most likely tokens, streamed",
        cost:
            "N_init·(P + G) tokens, then P and the tokens up to the cut for each further trace; on hard questions with "
            + "long reasoning the paper saves 36 to 85 % of a full vote's tokens, on easy ones the warm-up is all",
        confidence: "the winner's share β of the votes, each weighing as much as the confidence in its trace")

    private let warmUp: Int
    private let maxSamples: Int
    private let keep: Double
    private let consensus: Double
    private let score: TraceScore

    /// How many samples it draws at most.
    public var mostSamples: Int { maxSamples }

    /// The method with these parameters.
    public init(_ values: ParameterValues) {
        maxSamples = values.integer(Self.maxSamples)
        warmUp = min(values.integer(Self.warmUp), maxSamples)
        keep = values.real(Self.keep)
        consensus = values.real(Self.consensus)
        score = TraceScore(
            measure: .lowestGroup, top: values.integer(Self.topLogprobs), window: values.optionalInteger(Self.window))
    }

    /// Warms up, draws until the votes agree, and returns the winner with the evidence.
    public func refine(_ question: Question, in run: Run) async throws -> RefinedAnswer {
        guard maxSamples > 1 else { return try await run.answerOnce(question) }
        let question = try await score.asking(question, in: run)
        var draw = try await run.draw(warmUp, of: question)
        let score = try score.settled(for: draw.traces, of: question)
        try draw.score(by: score.confidence)
        var vote = ConfidentVote(warmUp: draw.counted, share: keep)
        if let threshold = vote.threshold, !draw.isOutOfBudget {
            draw = try await run.drawInBatches(
                upTo: maxSamples, of: question, onto: draw, endingAs: .confident,
                monitor: ConfidenceFloor(threshold: threshold, window: score.window),
                consider: { trace in
                    vote.count(trace.scored(by: score.confidence))
                    return vote.consensus >= consensus ? .enough : .more
                },
                next: { _ in vote.consensus >= consensus ? nil : warmUp })
            draw.counted = vote.traces
        }
        let ballot = vote.ballot
        var answer = try run.elect(ballot, from: draw, question: question, choice: draw.best(for: ballot))
        answer.confidence = ballot.leaderShare
        answer.evidence["score"] = .object(score.json)
        answer.evidence["deepconf"] = .object(evidence(of: vote, draw))
        return answer
    }

    private func evidence(of vote: ConfidentVote, _ draw: Run.Draw) -> JSON.Object {
        var evidence = JSON.Object([JSON.Member("warm_up", .number(min(warmUp, draw.counted.count)))])
        if let threshold = vote.threshold { evidence["threshold"] = .number(threshold) }
        if let filter = vote.filter { evidence["kept_percent"] = .number(filter.share) }
        let cuts = draw.cuts
        evidence["cut"] = .number(cuts.count)
        if !cuts.isEmpty { evidence["estimated_tokens_saved"] = .number(draw.tokensSaved(by: cuts)) }
        return evidence
    }
}

extension Run.Draw {
    /// After how many tokens traces were ended.
    fileprivate var cuts: [Int] {
        counted.compactMap { if case .discarded(let tokens)? = $0.error { tokens } else { nil } }
    }

    /// How many tokens the cuts saved, if those traces had become as long as the median of the whole ones. Nobody knows
    /// how long they would have become.
    fileprivate func tokensSaved(by cuts: [Int]) -> Int {
        let median = traces.map { Double($0.count) }.percentile(50) ?? 0
        return cuts.reduce(0) { $0 + max(Int(median) - $1, 0) }
    }
}
