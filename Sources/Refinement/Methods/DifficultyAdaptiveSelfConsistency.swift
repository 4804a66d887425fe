import JSON

/// Difficulty-adaptive self-consistency: draw as many samples of a question as its difficulty calls for.
///
/// Wang et al., *Make Every Penny Count: Difficulty-Adaptive Self-Consistency for Cost-Efficient Reasoning*, NAACL
/// Findings 2025, arXiv 2408.13457.
///
/// 1. *Difficulty ranking.* R times: shuffle the questions, cut them into batches of B, and let the model order each batch
///    from easy to hard (T = 0). A question's score is its mean position.
/// 2. *Problem partition.* From the hardest down, draw a pre-sample of w and test it; after k unanimous questions in a row
///    every easier one is easy and gets one sample, at T = 0.
/// 3. *Pre-allocation and extension*, for the others from easy to hard: the first m questions begin with w samples, the
///    next with round(mean of the true sizes of the m before / w)·w; then w at a time until the Beta posterior P that the
///    leader beats the second reaches C, or L samples are drawn. All that were drawn vote. The true size of a question is
///    the smallest number of its samples with P ≥ C, else L.
///
/// The paper's w is 4; with another one sizes are rounded to multiples of that. With C = 0.95 the first look at a question
/// is sure exactly if its 4 samples agree. A question that comes alone has step 3 only, see `refine(_:in:)`.
public struct DifficultyAdaptiveSelfConsistency: SamplingMethod {
    private static let batchSize = Parameter.integer(
        "batch_size", 2...16, default: 8, "Batches only. B: how many questions the ranker orders in one call.")
    private static let rounds = Parameter.integer(
        "rounds", 1...10, default: 5, "Batches only. R: how many times each question is ranked among others.")
    private static let partition = Parameter.word(
        "partition", default: DifficultyPartition.Rule.paper,
        "Batches only. Which questions get one sample: those easier than the k that were judged, or the k as well, as in "
            + "the official code.")
    private static let questionsAtOnce = Parameter.integer(
        "questions_at_once", 1...64, default: 8,
        "Batches only. g: how many questions are looked at or extended at the same time; with 1 each knows the true sizes "
            + "of all before it.")
    private static let window = Parameter.integer(
        "window", 1...64, default: 4, "w: samples of a first look at a question, and of each extension.")
    private static let maxSamples = Parameter.integer(
        "max_samples", 1...256, default: 40, "L: the most samples of one question.")
    private static let threshold = Parameter.real(
        "threshold", 0.5...1, default: 0.95,
        "C: the Beta posterior of the leading answer at which no further samples are drawn.")
    private static let neighbours = Parameter.integer(
        "neighbours", 1...256, default: 16,
        "m: how many questions of similar difficulty tell how many samples to begin with.")
    private static let unanimousRun = Parameter.integer(
        "unanimous_run", 1...256, default: 32,
        "k: how many questions in a row must have been sure after their first window before easier ones get one sample."
    )
    private static let memory = Parameter.flag(
        "memory", default: nil,
        "Single requests only. Whether to learn from the caller's past requests; where it is not said, the server's setting."
    )
    private static let task = Parameter.text(
        "task", maxBytes: 128,
        "Single requests only. A label of the kind of question; only requests of one kind are compared.")
    private static let difficulty = Parameter.real(
        "difficulty", -1_000_000...1_000_000, default: nil,
        "Single requests only. How hard the question is, on the caller's own scale; higher is harder.")

    /// What the method is and takes.
    public static let description = MethodDescription(
        name: "difficulty-adaptive-self-consistency",
        alias: "dsc",
        summary: "Draws as many samples of a question as its difficulty calls for; takes one question or a batch.",
        paper: .init(
            title: "Make Every Penny Count: Difficulty-Adaptive Self-Consistency for Cost-Efficient Reasoning",
            authors: "Wang et al., 2025",
            arXiv: "2408.13457"),
        parameters: [
            batchSize, rounds, unanimousRun, partition, neighbours, window, maxSamples, threshold, questionsAtOnce,
            .countNull, memory, task, difficulty,
        ],
        needs: "nothing",
        cost:
            "P tokens a window and N·G, with N from 1 to L as the question is easy or hard; in batches R·P more for the "
            + "ranking",
        confidence: "the Beta posterior that the winner beats the answer that came second; 0.75 for a single sample")

    /// What means something only in batches.
    public static let batchParameters: Set<String> = [
        batchSize.name, rounds.name, partition.name, questionsAtOnce.name,
    ]
    /// What means something only for single requests.
    public static let singleParameters: Set<String> = [memory.name, task.name, difficulty.name]

    let batchSize: Int
    let rounds: Int
    let rule: DifficultyPartition.Rule
    let questionsAtOnce: Int
    let size: SampleSize
    let threshold: Double
    let neighbours: Int
    let unanimousRun: Int
    let countsNulls: Bool
    let memory: Bool?
    let task: String?
    let difficulty: Double?

    /// How many samples it draws at most.
    public var mostSamples: Int { size.most }

    /// The method with these parameters.
    public init(_ values: ParameterValues) {
        batchSize = values.integer(Self.batchSize)
        rounds = values.integer(Self.rounds)
        rule = values.word(Self.partition)
        questionsAtOnce = values.integer(Self.questionsAtOnce)
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
        guard !poll.isLost, !poll.draw.isOutOfBudget else { return poll }
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
