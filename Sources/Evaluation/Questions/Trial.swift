public import Refinement

/// One question as it is put to every method: the unit of an evaluation, and one line of its results.
public struct Trial: Sendable {
    /// Where its samples come from.
    enum Source: Sendable {
        /// A model that is asked now.
        case live(any LanguageModel)
        /// A recording, turned by so many.
        case recorded(RecordedProblem, rotation: Int)
    }

    /// Which trial it is, among all and over several runs of the program.
    public let key: TrialKey
    /// What is asked.
    public let question: Question
    /// What is right.
    public let right: RightAnswers
    let source: Source

    /// Trials that ask a model now.
    ///
    /// - Throws: `EvaluationError` if a right answer cannot be read.
    public static func live(
        _ problems: [Problem], of model: any LanguageModel, sampling: SamplingOptions, reading: AnswerReading
    ) throws(EvaluationError) -> [Trial] {
        var trials: [Trial] = []
        for problem in problems {
            let extractor = reading.extractor(for: problem)
            trials.append(
                Trial(
                    key: TrialKey(id: problem.id, hash: Fingerprint(of: problem).text),
                    question: Question(
                        conversation: problem.conversation, sampling: sampling, extractor: extractor),
                    right: try reading.rightAnswers(to: problem, by: extractor), source: .live(model)))
        }
        return trials
    }

    /// Trials that replay recordings; sample i is asked for with seed i.
    ///
    /// - Throws: `EvaluationError` if a right answer cannot be read, or a recording has too few samples.
    public static func replayed(
        _ recordings: [RecordedProblem], rotations: Rotations = .first(1), reading: AnswerReading
    ) throws(EvaluationError) -> [Trial] {
        let sampling = SamplingOptions([("seed", Array("0".utf8))])
        var trials: [Trial] = []
        for recording in recordings {
            let problem = recording.problem
            let extractor = reading.extractor(for: problem)
            let question = Question(conversation: problem.conversation, sampling: sampling, extractor: extractor)
            let right = try reading.rightAnswers(to: recording, by: extractor)
            let hash = Fingerprint(of: recording).text
            for turn in try rotations.turns(of: recording) {
                trials.append(
                    Trial(
                        key: TrialKey(id: problem.id, hash: hash, rotation: turn), question: question, right: right,
                        source: .recorded(recording, rotation: turn)))
            }
        }
        return trials
    }
}
