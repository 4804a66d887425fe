import JSON

/// Difficulty-adaptive self-consistency: draw as many samples of a question as its difficulty calls for.
///
/// Wang et al., *Make Every Penny Count: Difficulty-Adaptive Self-Consistency for Cost-Efficient Reasoning*, NAACL
/// Findings 2025, arXiv 2408.13457.
///
/// This is step 3 for a question that comes alone: draw an initial size, then windows of w until the Beta posterior P that
/// the leader is the answer most samples would give reaches C, or L samples are drawn; all of them vote.
public struct DifficultyAdaptiveSelfConsistency: Method {
    private static let window = Parameter.integer(
        "window", 1...64, default: 4, "w: samples of a first look at a question, and of each extension.")
    private static let maxSamples = Parameter.integer(
        "max_samples", 1...256, default: 40, "L: the most samples of one question.")
    private static let threshold = Parameter.real(
        "threshold", 0.5...1, default: 0.95,
        "C: the Beta posterior of the leading answer at which no further samples are drawn.")
    private static let neighbours = Parameter.integer(
        "neighbours", 1...256, default: 16, "m: how many questions of similar difficulty tell how many samples to begin with.")
    private static let unanimousRun = Parameter.integer(
        "unanimous_run", 1...256, default: 32,
        "k: how many questions in a row must have been sure after their first window before easier ones get one sample.")
    private static let memory = Parameter.flag(
        "memory", default: nil,
        "Single request: whether to learn from the caller's past requests; where it is not said, the server's setting.")
    private static let task = Parameter.text(
        "task", maxBytes: 128, "Single request: a label of the kind of question; only requests of one kind are compared.")
    private static let difficulty = Parameter.real(
        "difficulty", -1_000_000...1_000_000, default: nil,
        "Single request: how hard the question is, on the caller's own scale; higher is harder.")

    /// What the method is and takes.
    public static let description = MethodDescription(
        name: "difficulty-adaptive-self-consistency",
        alias: "dsc",
        summary: "Draws as many samples of a question as its difficulty calls for.",
        paper: .init(
            title: "Make Every Penny Count: Difficulty-Adaptive Self-Consistency for Cost-Efficient Reasoning",
            authors: "Wang et al., 2025",
            arXiv: "2408.13457"),
        parameters: [
            window, maxSamples, threshold, neighbours, unanimousRun, .countNull, memory, task, difficulty,
        ],
        needs: "nothing",
        cost: "P tokens a window and N·G, with N from 1 to L as the question is easy or hard",
        confidence: "the Beta posterior that the winner is the answer most samples would give")

    let size: SampleSize
    let threshold: Double
    let neighbours: Int
    let unanimousRun: Int
    let countsNulls: Bool
    let memory: Bool?
    let task: String?
    let difficulty: Double?

    /// The method with these parameters.
    public init(_ values: ParameterValues) {
        size = SampleSize(window: values.integer(Self.window), most: values.integer(Self.maxSamples))
        threshold = values.real(Self.threshold)
        neighbours = values.integer(Self.neighbours)
        unanimousRun = values.integer(Self.unanimousRun)
        countsNulls = values.flag(.countNull)
        memory = values.optionalFlag(Self.memory)
        task = values.text(Self.task)
        difficulty = values.optionalReal(Self.difficulty)
    }

    /// Draws a question's initial size and extends it by windows until the vote is sure.
    ///
    /// - Parameter poll: the samples of it that there are.
    func settle(
        _ question: Question, initialSize: Int, from poll: Poll? = nil, in run: Run
    ) async throws -> Poll {
        var poll = poll ?? newPoll
        guard !poll.isLost else { return poll }
        poll.draw = try await run.drawInBatches(
            upTo: size.most, of: question, onto: poll.draw, endingAs: .confident
        ) { draw in
            if draw.received < initialSize { return initialSize - draw.received }
            return isSure(draw) ? nil : size.window
        }
        return poll
    }

    /// The one sample of an easy question, at temperature 0.
    func greedySample(of question: Question, in run: Run, isAnswer: Bool) async throws -> Poll {
        var greedy = question
        greedy.sampling["temperature"] = 0
        var poll = newPoll
        poll.draw = try await run.draw(1, of: greedy, isAnswer: isAnswer)
        return poll
    }

    /// A poll of a question nobody has answered yet.
    var newPoll: Poll { Poll(threshold: threshold, countsNulls: countsNulls) }

    private func isSure(_ draw: Run.Draw) -> Bool {
        StoppingCriterion.beta.isMet(by: draw.ballot(countsNulls: countsNulls).counts, threshold: threshold)
    }

    /// The answer that a poll elects.
    func elect(_ poll: Poll, of question: Question, in run: Run) throws(RefinementError) -> RefinedAnswer {
        let ballot = poll.draw.ballot(countsNulls: countsNulls)
        var answer = try run.elect(ballot, from: poll.draw, question: question)
        answer.confidence = answer.fallback == nil ? BetaPosterior(ballot.counts).probability : 0
        return answer
    }
}
