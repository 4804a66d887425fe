import JSON
import Refinement

/// Questions with recorded samples, so that methods can be compared again and again on the same ones.
///
/// A line is one of
/// - `{"id","gold","answers":[…]}`: canonical answers, compared verbatim; `""` and `null` are no answer;
/// - `{"question","answer" or "gold","generated_answer" or "generations":[…]}`: texts;
/// - `{"question","answer","samples":[…]}`: texts, or objects with `text`, `finish_reason`, and `logprobs` (those of the
///   sampled tokens).
///
/// A member `passed`, a Boolean for each sample, says which of them a test of their own found right.
public struct RecordedSet: Sendable {
    /// The questions, in the order of the file.
    public let problems: [RecordedProblem]

    /// Which of a recording's two tellings is replayed, where it has both.
    public enum Telling: Sendable, Hashable {
        /// The texts, in which answers are found.
        case texts
        /// The answers that the recording itself found; the word that stands for none is no answer.
        case answers(none: String?)
    }

    /// Reads lines.
    ///
    /// - Parameter limit: how many of them at most.
    /// - Throws: `EvaluationError` naming the line.
    public init(parsing bytes: [UInt8], telling: Telling = .texts, limit: Int? = nil) throws(EvaluationError) {
        problems = try ProblemLine.all(in: bytes, limit: limit) { (line) throws(EvaluationError) in
            switch telling {
            case .texts: try Self.texts(line)
            case .answers(let none): try Self.answers(line, none: none)
            }
        }
        try problems.map(\.problem).requireDistinctNames()
    }

    private static func texts(_ line: ProblemLine) throws(EvaluationError) -> RecordedProblem {
        guard let samples = try line.array("generated_answer", "generations", "samples") else {
            return try answers(line, none: nil)
        }
        var completions: [Completion] = []
        for sample in samples {
            guard let text = sample.string ?? sample["text"]?.string else {
                throw line.wrong("samples", "must hold texts, or objects with a 'text'")
            }
            completions.append(completion(text, sample))
        }
        return RecordedProblem(
            problem: try line.problem(), samples: completions, isVerbatim: false, passed: try passed(line))
    }

    private static func answers(_ line: ProblemLine, none: String?) throws(EvaluationError) -> RecordedProblem {
        guard let samples = try line.array("answers", "samples") else {
            throw line.wrong("answers", "is missing, and so are 'generated_answer', 'generations' and 'samples'")
        }
        var completions: [Completion] = []
        for sample in samples {
            let answer = sample.object == nil ? sample : sample["answer"] ?? .null
            guard answer.isNull || answer.string != nil else {
                throw line.wrong("answers", "must hold strings or null, not \(answer.kind)")
            }
            let word = answer.string == none ? nil : answer.string
            completions.append(completion(word ?? "", sample))
        }
        return RecordedProblem(
            problem: try line.problem(), samples: completions, isVerbatim: true, passed: try passed(line))
    }

    /// A sample of that text, with what else was recorded of it.
    private static func completion(_ text: String, _ sample: JSON) -> Completion {
        let logprobs = sample["logprobs"]?.array?.compactMap(\.double)
        return Completion(
            message: JSON.Object([JSON.Member("role", "assistant"), JSON.Member("content", .string(text))]),
            finishReason: sample["finish_reason"]?.string ?? "stop",
            tokens: logprobs.map { $0.map { TokenDistribution(sampled: $0, listed: []) } })
    }

    private static func passed(_ line: ProblemLine) throws(EvaluationError) -> Set<Int> {
        guard let flags = try line.array("passed") else { return [] }
        return Set(flags.indices.filter { flags[$0] == true })
    }
}
