import Refinement

/// How answers are found in samples, and how the right one is read so that both can be equal.
public struct AnswerReading: Sendable {
    /// The name of the reading that takes all of a text, as it stands, for its answer.
    public static let verbatimName = "verbatim"
    private static let everything = "(?s)^(.+)$"

    /// The name of the type, as it was given.
    public let name: String
    private let format: AnswerFormat
    /// Reads a right answer that the caller's pattern does not match, because the pattern is made for whole texts.
    private let bare: AnswerFormat

    /// A reading by the type's name; with a pattern it looks only at what that matches last.
    ///
    /// - Throws: `EvaluationError` if there is no such type, or the pattern is wrong.
    public init(named name: String, pattern: String? = nil) throws(EvaluationError) {
        let isVerbatim = name == Self.verbatimName
        guard let type = isVerbatim ? .regex : AnswerType(named: name) else {
            throw .unknownAnswerType(name, known: AnswerType.allCases.map(\.rawValue) + [Self.verbatimName])
        }
        let isMatch = type == .regex || pattern != nil && type == .auto
        do throws(AnswerFormatError) {
            self.name = name
            format = try AnswerFormat(
                type: isMatch ? .regex : type, pattern: isVerbatim ? pattern ?? Self.everything : pattern)
            bare = isMatch ? try AnswerFormat(type: .regex, pattern: Self.everything) : try AnswerFormat(type: type)
        } catch {
            throw .answerFormat(error)
        }
    }

    /// Finds the answers to a problem.
    func extractor(for problem: Problem) -> AnswerExtractor {
        AnswerExtractor(format: format, prompt: problem.text.isEmpty ? nil : problem.text, isJSONRequested: false)
    }

    /// The right answers to a recorded problem: its own, and those of the samples that passed.
    func rightAnswers(
        to recording: RecordedProblem, by extractor: AnswerExtractor
    ) throws(EvaluationError) -> RightAnswers {
        let passed = recording.passed.filter(recording.samples.indices.contains).sorted().compactMap { index in
            let sample = recording.samples[index]
            return extractor.answer(in: sample.text, isTruncated: sample.isTruncated)
        }
        return RightAnswers(try gold(of: recording.problem, by: extractor), others: passed)
    }

    /// The right answer to a problem.
    func rightAnswers(to problem: Problem, by extractor: AnswerExtractor) throws(EvaluationError) -> RightAnswers {
        RightAnswers(try gold(of: problem, by: extractor))
    }

    /// The right answer, read the way answers to it are.
    ///
    /// - Throws: `EvaluationError.unreadableGold` if it is none.
    private func gold(of problem: Problem, by extractor: AnswerExtractor) throws(EvaluationError) -> Answer {
        let prompt = problem.text.isEmpty ? nil : problem.text
        let fallback = AnswerExtractor(format: bare, prompt: prompt, isJSONRequested: false)
        guard
            let answer = extractor.answer(in: problem.gold, isTruncated: false)
                ?? fallback.answer(in: problem.gold, isTruncated: false)
        else {
            throw .unreadableGold(id: problem.id, gold: problem.gold, type: extractor.resolvedType.rawValue)
        }
        return answer
    }
}
