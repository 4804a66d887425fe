/// Holds back what arrives early, so that samples are counted in the order they were issued.
///
/// Counting in the order of arrival favours short generations and measurably lowers accuracy (sampling.md §0.5a).
struct IssueOrder: Sendable {
    /// How many have had their turn.
    private(set) var counted: Int
    private var early: [Int: Sample] = [:]

    /// An order in which the first `counted` have had their turn.
    init(counted: Int = 0) { self.counted = counted }

    /// Takes a sample that arrived.
    mutating func accept(_ sample: Sample) { early[sample.index] = sample }

    /// The sample whose turn has come, if it is here.
    mutating func next() -> Sample? {
        guard let sample = early.removeValue(forKey: counted) else { return nil }
        counted += 1
        return sample
    }

    /// The samples up to `count` that have not come: when a budget cuts them off they use their turn, with no answer.
    func missing(of count: Int) -> [Int] { (counted..<count).filter { early[$0] == nil } }

    /// What arrived but has not had its turn, in order of issue.
    var waiting: [Sample] { early.values.sorted { $0.index < $1.index } }
}
