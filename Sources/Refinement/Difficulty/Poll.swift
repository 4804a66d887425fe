/// The samples drawn of one question so far, and what they say of its difficulty. Pure: samples in, sizes out.
struct Poll: Sendable {
    /// The samples.
    var draw = Run.Draw()
    private let threshold: Double
    private let countsNulls: Bool

    /// A poll without samples, in which a vote is sure from P ≥ C = `threshold`.
    init(threshold: Double, countsNulls: Bool) {
        self.threshold = threshold
        self.countsNulls = countsNulls
    }

    /// The smallest number of samples, in issue order, after which the vote was sure; nil if it never was.
    var sureAfter: Int? {
        var ballot = Ballot(countsNulls: countsNulls)
        for sample in draw.counted where sample.completion != nil {
            ballot.cast(sample)
            if StoppingCriterion.beta.isMet(by: ballot.counts, threshold: threshold) { return ballot.counted }
        }
        return nil
    }

    /// The true size: the smallest number of samples that makes the vote sure, else the most that are allowed.
    func trueSize(upTo most: Int) -> Int { sureAfter ?? most }

    /// Whether so many samples of one window made the vote sure.
    func isUnanimous(within window: Int) -> Bool { sureAfter.map { $0 <= window } ?? false }

    /// Whether so many samples were lost that it is no use to ask for more.
    var isLost: Bool { if case .failed = draw.stop { true } else { false } }

    /// Whether the true size was seen, and not only how far a budget or a failure let sampling come.
    var isComplete: Bool { sureAfter != nil || !draw.isOutOfBudget && !isLost }
}
