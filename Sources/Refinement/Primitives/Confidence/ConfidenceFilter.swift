/// Which traces vote: the η % in which the model was most confident, and more if too few of them have an answer
/// (sampling.md §9.4).
struct ConfidenceFilter: Sendable, Hashable {
    /// The traces that stay, by their indices, in order.
    let survivors: [Int]
    /// The η that left enough votes.
    let share: Double
    /// The confidence from which on a trace stays.
    let threshold: Double

    /// What η is relaxed to, step by step.
    private static let shares: [Double] = [10, 30, 50, 90, 100]

    /// Keeps the traces whose confidence is at least the (100 − η)-th percentile of all, and relaxes η until
    /// max(3, ⌈N/10⌉) of those that stay have an answer; otherwise a filter could elect by a single vote, or by none.
    ///
    /// - Parameters:
    ///   - confidences: the confidence in each trace.
    ///   - isVoting: whether it has an answer.
    ///   - standing: how many more traces vote whatever this decides.
    init(_ confidences: [Double], isVoting: [Bool], share: Double, standing: Int = 0) {
        let least = max(3, (confidences.count + standing + 9) / 10)
        var filter = Self.keep(share, of: confidences)
        for wider in Self.shares where wider > share {
            if standing + filter.survivors.count(where: { isVoting[$0] }) >= least { break }
            filter = Self.keep(wider, of: confidences)
        }
        self = filter
    }

    /// The confidence from which on the η % most confident are.
    static func threshold(_ confidences: [Double], share: Double) -> Double {
        confidences.percentile(100 - share) ?? -.infinity
    }

    private static func keep(_ share: Double, of confidences: [Double]) -> ConfidenceFilter {
        let threshold = threshold(confidences, share: share)
        return ConfidenceFilter(
            survivors: confidences.indices.filter { confidences[$0] >= threshold }, share: share, threshold: threshold)
    }

    private init(survivors: [Int], share: Double, threshold: Double) {
        self.survivors = survivors
        self.share = share
        self.threshold = threshold
    }
}
