import Glibc

/// The samples drawn of one question so far, and what they say of its difficulty. Pure: samples in, verdicts out.
struct Poll: Sendable {
    /// The samples.
    private(set) var draw = Run.Draw()
    /// Their votes.
    private(set) var ballot: Ballot
    /// The smallest number of samples, in issue order, after which the vote was sure; nil as long as it never was.
    private(set) var sureAfter: Int?
    private let threshold: Double
    /// Nothing of the last draw arrived, so that a further one will hardly bring more.
    private var isFutile = false

    /// A poll of nobody, in which a vote is sure from P ≥ C = `threshold`.
    init(threshold: Double, countsNulls: Bool) {
        self.threshold = threshold
        ballot = Ballot(countsNulls: countsNulls)
    }

    /// How many samples were counted.
    var size: Int { draw.counted.count }

    /// P that the leader is the answer most samples would give, by its votes and those of the second.
    var certainty: Double { Self.beta(ballot.leader?.count ?? 0, ballot.runnerUp?.count ?? 0) }

    /// Whether the vote over all samples is sure.
    var isSure: Bool { certainty >= threshold }

    /// Whether more samples are wanted: as long as Beta < C and fewer than L were drawn.
    func isOpen(upTo most: Int) -> Bool { !isSure && size < most && !draw.isOutOfBudget && !isFutile }

    /// The true size: the smallest number of samples that made the vote sure, else the most that were allowed.
    func trueSize(upTo most: Int) -> Int { sureAfter ?? most }

    /// Whether the vote was sure after so many samples already.
    func isSure(after count: Int) -> Bool { sureAfter.map { $0 <= count } ?? false }

    /// Whether the true size was seen, and not only how far a budget or a failure let sampling come.
    var isComplete: Bool { sureAfter != nil || !draw.isOutOfBudget && !isFutile }

    /// Counts the next sample.
    mutating func count(_ sample: Sample) {
        ballot.cast(sample.answer)
        if sureAfter == nil, isSure { sureAfter = ballot.counted }
    }

    /// Takes what a draw of `count` more samples left.
    mutating func take(_ draw: Run.Draw, of count: Int) {
        self.draw = draw
        let last = draw.counted.suffix(count)
        if let error = last.last?.error, last.allSatisfy({ $0.error?.isLoss == true }) {
            isFutile = true
            self.draw.stop = .failed(error)
        } else if !draw.isOutOfBudget, isSure {
            self.draw.stop = .certain
        }
    }

    private static func beta(_ leader: Int, _ runnerUp: Int) -> Double {
        let trials = leader + runnerUp + 1
        var term = 1.0
        var sum = 1.0
        for j in 0..<runnerUp {
            term = term * Double(trials - j) / Double(j + 1)
            sum += term
        }
        return 1 - scalbn(sum, Int32(-trials))
    }
}

extension Run {
    /// Draws `count` more samples for a poll, all at once.
    ///
    /// - Throws: `CancellationError` if the run was cancelled.
    func extend(
        _ poll: Poll, by count: Int, of question: Question, isAnswer: Bool = false
    ) async throws -> Poll {
        guard count > 0 else { return poll }
        var extended = poll
        let draw = try await draw(count, of: question, onto: poll.draw, isAnswer: isAnswer) { sample in
            extended.count(sample)
            return .more
        }
        extended.take(draw, of: count)
        return extended
    }
}
