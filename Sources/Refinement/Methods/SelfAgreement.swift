/// Self-agreement: sample several reasoning paths, then ask the model once more to read their answers and to count.
///
/// Lin et al., *Just Ask One More Time! Self-Agreement Improves Reasoning of Language Models in (Almost) All Scenarios*,
/// Findings of ACL 2024, arXiv 2311.08154.
///
/// 1. Draw k reasoning paths (the paper: k = 20, at temperature 0.7; most of the gain comes by 10).
/// 2. Show the question and all paths to the model in one more greedy call, which lists the final answer of each path
///    and names the answer that most of them reach.
/// 3. That answer is the result; the message returned is the first path that reaches it.
///
/// The model reads what no extractor could, whatever the paths' format. Where it names no answer, the ones it lists
/// vote; where it lists none, or its call is lost, the answers found in the paths do (`aggregation.source`). Where no path
/// can be seen to reach the agreed answer, the message is that answer alone.
public struct SelfAgreement: SamplingMethod {
    private static let samples = Parameter.integer(
        "samples", 1...64, default: 20, "How many reasoning paths to draw; the paper draws 5 to 40.")
    private static let judgeTokens = Parameter.integer(
        "judge_tokens", 64...65_536, default: 2_048,
        "The most tokens of the call that lists the paths' answers and counts them.")

    /// What the method is and takes.
    public static let description = MethodDescription(
        name: "self-agreement",
        alias: "sa",
        summary: "Samples several reasoning paths and asks the model once more to read their answers and count them.",
        paper: .init(
            title:
                "Just Ask One More Time! Self-Agreement Improves Reasoning of Language Models in (Almost) All Scenarios",
            authors: "Lin et al., 2024",
            arXiv: "2311.08154"),
        parameters: [samples, judgeTokens],
        needs: "room in the context for all paths at once; if there is not, the judge sees their ends",
        cost: "N samples and one call that reads P + N·G tokens and writes some 5·N + 100",
        confidence:
            "the share of the counted samples in which the agreed answer was found, or that the judge lists with it")

    private let samples: Int
    private let judgeTokens: Int

    /// It asks a judge as well.
    public static let onlySamples = false

    /// How many samples it draws at most.
    public var mostSamples: Int { samples }

    /// The method with these parameters.
    public init(_ values: ParameterValues) {
        samples = values.integer(Self.samples)
        judgeTokens = values.integer(Self.judgeTokens)
    }

    /// Samples, asks once more, and returns the first path that reaches the agreed answer.
    public func refine(_ question: Question, in run: Run) async throws -> RefinedAnswer {
        var draw = try await run.draw(samples, of: question, isAnswer: samples == 1)
        let aggregation = try await run.aggregate(draw, of: question, tokens: judgeTokens)
        draw.stop = aggregation.verdict?.failure ?? draw.stop
        var answer = try run.elect(
            draw.ballot(countsNulls: false), from: draw, question: question, choice: aggregation.place)
        aggregation.settle(&answer, from: draw)
        return answer
    }
}
