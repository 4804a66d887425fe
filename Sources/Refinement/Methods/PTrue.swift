import JSON

/// P(True): sample several answers, ask the model of each whether it is true, and go by how probable that makes it.
///
/// Kadavath et al., *Language Models (Mostly) Know What They Know*, 2022, arXiv 2207.05221.
///
/// 1. Draw m answers at temperature 1 (the paper: m = 5): the brainstormed ideas.
/// 2. For each different answer show the question, the ideas and the answer, and ask whether it is (A) true or (B) false.
/// 3. P(True) = p(A) / (p(A) + p(B)), by the log-probabilities of the next token. The logits may be divided by a
///    temperature, which for models trained by human feedback makes up for overconfidence (the paper: 2.5).
/// 4. Return the answer with the highest P(True), or let each sample vote with its answer's.
///
/// Each different answer is judged once, in the role `judge`, by one call of one token at temperature 0. A sample without
/// an answer is no candidate. A judge that thinks before it speaks says neither A nor B in its first token; its P(True)
/// is then ½, and the response says so.
public struct PTrue: SamplingMethod {
    /// How P(True) decides.
    enum Select: String, CaseIterable {
        /// The answer with the highest one is returned.
        case best
        /// The samples vote, each weighing as much as its answer's.
        case weighted
    }

    private static let samples = Parameter.integer(
        "samples", 1...64, default: 5, "How many answers to draw and to judge, m.")
    private static let select = Parameter.word(
        "select", default: Select.best,
        "Whether the answer that is most probably true is returned, or the samples vote with that probability.")
    private static let brainstorm = Parameter.flag(
        "brainstorm", default: true, "Whether the judge sees all the answers beside the one that it judges.")
    private static let calibration = Parameter.real(
        "calibration", 0.1...10, default: 1,
        "The temperature that both logits are divided by; the paper's is 2.5 for models trained by human feedback.")

    /// How many of the most likely tokens are listed: enough to have both words in all spellings.
    private static let topLogprobs = 20

    /// What the method is and takes.
    public static let description = MethodDescription(
        name: "p-true",
        alias: "ptrue",
        summary: "Samples several answers and asks the model of each how probably it is true.",
        paper: .init(
            title: "Language Models (Mostly) Know What They Know",
            authors: "Kadavath et al., 2022",
            arXiv: "2207.05221"),
        parameters: [samples, select, brainstorm, calibration],
        needs: "log-probabilities of the judge's model, which must not think before it speaks",
        cost: "N samples, and for each different answer a call of one token that reads the question and the answers",
        confidence:
            "P(True) of the returned answer, 0 if it could not be judged; zero-shot it is not well calibrated and "
            + "stays near a half")

    private let samples: Int
    private let select: Select
    private let brainstorms: Bool
    private let calibration: Double

    /// It asks a judge as well.
    public static let onlySamples = false

    /// How many samples it draws at most.
    public var mostSamples: Int { samples }

    /// The method with these parameters.
    public init(_ values: ParameterValues) {
        samples = values.integer(Self.samples)
        select = values.word(Self.select)
        brainstorms = values.flag(Self.brainstorm)
        calibration = values.real(Self.calibration)
    }

    /// Samples, judges, selects, and returns the selected answer with the evidence.
    public func refine(_ question: Question, in run: Run) async throws -> RefinedAnswer {
        guard samples > 1 else { return try await run.answerOnce(question) }
        var judging = question
        judging.sampling = question.sampling.judging(tokens: 1)
        judging = try await run.askingForLogprobs(judging, top: Self.topLogprobs, of: .judge)
        var draw = try await run.draw(samples, of: question)
        let plain = draw.ballot(countsNulls: false)
        let prompt = PTruePrompt(
            question.conversation, ideas: brainstorms ? draw.counted.compactMap(\.answer?.display) : [])
        let candidates = draw.isOutOfBudget ? [] : plain.votes
        let replies = try await run.ask(
            .judge, candidates.map { prompt.conversation(judging: $0.answer.display) }, sampling: judging.sampling)
        var truth: [Answer: TruthReading] = [:]
        for (vote, reply) in zip(candidates, replies) {
            switch reply {
            case .success(let completion): truth[vote.answer] = TruthReading(completion, temperature: calibration)
            case .failure(let error): draw.lose(to: error)
            }
        }
        draw.counted = draw.counted.map { $0.scored($0.answer.flatMap { truth[$0]?.probability }) }
        let isJudged = !truth.isEmpty
        // An answer that could not be judged may as well be true as false.
        let ballot =
            select == .weighted && isJudged
            ? draw.ballot(weighing: draw.counted.map { $0.answer == nil ? nil : $0.score ?? 0.5 }) : plain
        var answer = try run.elect(
            ballot, from: draw, question: question, choice: select == .best && isJudged ? draw.best() : nil)
        answer.ranking = select == .best && isJudged ? .scores : .votes
        answer.confidence = answer.answer.flatMap { truth[$0]?.probability } ?? 0
        answer.evidence["p_true"] = .array(plain.votes.map { $0.json(truth[$0.answer]) })
        return answer
    }
}

extension Ballot.Vote {
    /// An answer with what the judge makes of it, as the response shows it.
    fileprivate func json(_ truth: TruthReading?) -> JSON {
        guard let truth else { return ["answer": .string(answer.canonical), "p_true": nil] }
        return [
            "answer": .string(answer.canonical), "p_true": .number(truth.probability),
            "confidence_source": .string(truth.source.rawValue),
        ]
    }
}
