/// The vote over the samples counted so far (sampling.md §0.2): nulls never win, ties go to the answer seen first.
public struct Ballot: Sendable {
    /// What one answer has got.
    public struct Vote: Sendable {
        /// The answer.
        public let answer: Answer
        /// How many samples gave it.
        public internal(set) var count: Int
        /// The sum of their weights.
        public internal(set) var weight: Double
        /// The first sample that gave it, in issue order.
        public let firstIndex: Int
    }

    /// The votes, in the order in which the answers were first seen.
    public private(set) var votes: [Vote] = []
    /// How many samples were counted, those without an answer included.
    public private(set) var counted = 0
    private var places: [Answer: Int] = [:]
    private let countsNulls: Bool

    /// A ballot that nobody has cast.
    ///
    /// - Parameter countsNulls: whether having no answer is a value that can win, as in the official scripts of several
    ///   papers (sampling.md §0.3); only for reproducing their figures.
    public init(countsNulls: Bool = false) { self.countsNulls = countsNulls }

    /// Counts the next sample in issue order; one without an answer uses its turn and votes for nobody.
    public mutating func cast(_ answer: Answer?, weight: Double = 1) {
        defer { counted += 1 }
        guard let answer = answer ?? (countsNulls ? Answer.null : nil) else { return }
        if let place = places[answer] {
            votes[place].count += 1
            votes[place].weight += weight
        } else {
            places[answer] = votes.count
            votes.append(Vote(answer: answer, count: 1, weight: weight, firstIndex: counted))
        }
    }

    /// Counts the next sample in issue order.
    mutating func cast(_ sample: Sample, weight: Double = 1) {
        // Only a sample that arrived can say that there is no answer.
        if sample.completion == nil { counted += 1 } else { cast(sample.answer, weight: weight) }
    }

    /// How many counted samples had an answer.
    public var valid: Int { votes.reduce(0) { $0 + ($1.answer.isAnswer ? $1.count : 0) } }

    /// How many samples gave each answer, from most to fewest.
    var counts: [Int] { votes.map(\.count).sorted(by: >) }

    /// The votes from most to fewest, the answer seen first before its equals.
    public var ranking: [Vote] {
        votes.sorted { ($0.weight, -$0.firstIndex) > ($1.weight, -$1.firstIndex) }
    }

    /// The winner as it stands; nil as long as no sample had an answer.
    public var leader: Vote? { ranking.first }

    /// One of the answers that have most votes, drawn at random; the same one for the same seed.
    func drawnLot(seed: Int?) -> Vote? {
        let ranking = ranking
        let equals = ranking.prefix { $0.weight == ranking[0].weight }
        guard equals.count > 1 else { return ranking.first }
        guard let seed else { return equals.randomElement() }
        // Knuth's multiplicative hash: neighbouring seeds are not to draw neighbouring lots.
        let hash = (UInt64(truncatingIfNeeded: seed) &+ 1) &* 0x9E37_79B9_7F4A_7C15
        return equals[Int(hash >> 32) % equals.count]
    }

    /// The most votes that an answer other than this one has.
    func most(otherThan answer: Answer?) -> Int {
        votes.lazy.filter { $0.answer != answer }.map(\.count).max() ?? 0
    }

    /// The answer that comes second.
    public var runnerUp: Vote? { ranking.dropFirst().first }
}
