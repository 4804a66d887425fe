/// Universal self-consistency: sample several responses and let the model name the one most consistent with the others.
///
/// Chen et al., *Universal Self-Consistency for Large Language Model Generation*, 2023, arXiv 2311.17311.
///
/// 1. Draw N responses independently (the paper: N = 8; at 16 the judge reads worse than at 8).
/// 2. Show the judge the question and all responses, numbered from 1; it names one, decoding greedily.
/// 3. Return that response verbatim.
///
/// It needs no answer that can be told from the text, so it works for code, summaries and any other free text. Where
/// the judge names no response, or its call is lost, the samples' answers vote, or else their texts, of which the first
/// wins if all differ (`selection.fallback`).
public struct UniversalSelfConsistency: SamplingMethod {
    private static let samples = Parameter.integer(
        "samples", 1...16, default: 8, "How many responses to draw and to show the judge; more than 8 lose accuracy.")
    private static let criterion = Parameter.word(
        "criterion", default: UniversalSelfConsistencyPrompt.Criterion.consistent,
        "What the judge chooses for: agreement with the other responses, or detail, which suits summaries.")
    private static let judgeTokens = Parameter.integer(
        "judge_tokens", 16...65_536, default: 256,
        "The most tokens of the judge's reply; a judge that thinks before it speaks needs thousands.")

    /// What the method is and takes.
    public static let description = MethodDescription(
        name: "universal-self-consistency",
        alias: "usc",
        summary: "Samples several responses and lets the model choose the one most consistent with the others.",
        paper: .init(
            title: "Universal Self-Consistency for Large Language Model Generation",
            authors: "Chen et al., 2023",
            arXiv: "2311.17311"),
        parameters: [samples, criterion, judgeTokens],
        needs: "room in the context for all responses at once; if there is not, the judge sees their ends",
        cost: "N samples and one call that reads P + N·G tokens and writes some 20 to 100",
        confidence:
            "the share of the counted samples with the chosen one's answer, or with its text where no answer is found")

    private let samples: Int
    private let prompt: UniversalSelfConsistencyPrompt
    private let judgeTokens: Int

    /// It asks a judge as well.
    public static let onlySamples = false

    /// How many samples it draws at most.
    public var mostSamples: Int { samples }

    /// The method with these parameters.
    public init(_ values: ParameterValues) {
        samples = values.integer(Self.samples)
        prompt = UniversalSelfConsistencyPrompt(criterion: values.word(Self.criterion))
        judgeTokens = values.integer(Self.judgeTokens)
    }

    /// Samples, lets the judge choose, and returns the chosen response.
    public func refine(_ question: Question, in run: Run) async throws -> RefinedAnswer {
        var draw = try await run.draw(samples, of: question, isAnswer: samples == 1)
        let selection = try await run.select(from: draw, of: question, by: prompt, tokens: judgeTokens)
        draw.stop = selection.verdict?.failure ?? draw.stop
        var answer = try run.elect(
            draw.ballot(countsNulls: false), from: draw, question: question, choice: selection.place)
        selection.settle(&answer, from: draw)
        return answer
    }
}
