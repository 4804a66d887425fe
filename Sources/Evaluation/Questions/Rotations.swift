/// How often a recorded question is replayed, each time with its list of samples turned by one more.
public enum Rotations: Sendable, Hashable {
    /// So often; the first time as recorded.
    case first(Int)
    /// As often as there are samples.
    case all

    /// The turns of a recording.
    ///
    /// - Throws: `EvaluationError.tooFewRotations` if it has not so many samples.
    func turns(of recording: RecordedProblem) throws(EvaluationError) -> Range<Int> {
        let samples = recording.samples.count
        switch self {
        case .all: return 0..<samples
        case .first(let count):
            guard count == 1 || count <= samples else {
                throw .tooFewRotations(id: recording.problem.id, samples: samples, rotations: count)
            }
            return 0..<count
        }
    }
}
