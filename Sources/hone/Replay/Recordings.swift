import Evaluation
import Refinement

/// Recorded samples by what was asked.
///
/// The sample of seed s is recorded sample s, and after the last one comes the first again: a run that begins with seed r
/// sees the recording turned by r.
struct Recordings: Sendable {
    private let samples: [String: [Completion]]

    /// How many questions there are.
    var count: Int { samples.count }

    /// The recordings of a set; a question without a text is asked by its name.
    ///
    /// - Throws: `CommandFailure` if a question stands twice, or has no sample.
    init(_ set: RecordedSet) throws {
        var samples: [String: [Completion]] = [:]
        for recording in set.problems {
            let question = recording.problem.text.isEmpty ? recording.problem.id : recording.problem.text
            guard samples.updateValue(recording.samples, forKey: question) == nil else {
                throw CommandFailure("The question of '\(recording.problem.id)' was recorded twice.")
            }
            guard !recording.samples.isEmpty else {
                throw CommandFailure("The question of '\(recording.problem.id)' has no recorded sample.")
            }
        }
        self.samples = samples
    }

    /// So many samples of a question, from that of the seed on, or from any if there is no seed; nil if nobody recorded
    /// the question.
    func samples(of question: String, seed: Int?, count: Int) -> [Completion]? {
        guard let recorded = samples[question] else { return nil }
        let turn = (seed ?? Int.random(in: recorded.indices)) % recorded.count
        let first = turn < 0 ? turn + recorded.count : turn
        return (0..<count).map { recorded[(first + $0) % recorded.count] }
    }
}
