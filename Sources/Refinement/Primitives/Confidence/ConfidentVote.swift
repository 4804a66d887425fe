/// The vote of DeepConf online: warm-up traces that the filter keeps and the traces that were completed after them, each
/// weighing as much as the confidence in it (sampling.md §9.4). Pure: traces in, votes out.
struct ConfidentVote: Sendable {
    /// Fewer warm-up traces say nothing of the percentiles of confidence: all vote, and none is ended.
    static let leastWarmUp = 4

    /// Fewer votes than these are no consensus, though they agree.
    private static let leastVotes = 3

    /// The η of the filter.
    private let share: Double
    /// The traces so far with their scores, in issue order.
    private(set) var traces: [Sample]
    private let warmUp: Int
    /// The confidence below which a trace is ended; nil if too few traces say.
    let threshold: Double?

    /// The vote after the warm-up.
    init(warmUp: [Sample], share: Double) {
        self.share = share
        traces = warmUp
        self.warmUp = warmUp.count
        let confidences = warmUp.compactMap(\.score)
        threshold =
            confidences.count < Self.leastWarmUp ? nil : ConfidenceFilter.threshold(confidences, share: share)
    }

    /// Counts the next trace.
    mutating func count(_ trace: Sample) { traces.append(trace) }

    /// Which warm-up traces vote, of those with a confidence; nil if too few traces say, so that all do.
    ///
    /// The filter is relaxed while too few traces vote, those after the warm-up included.
    var filter: ConfidenceFilter? {
        guard threshold != nil else { return nil }
        let scored = scoredWarmUp
        return ConfidenceFilter(
            scored.compactMap { traces[$0].score }, isVoting: scored.map { traces[$0].answer != nil }, share: share,
            standing: traces[warmUp...].count { $0.score != nil && $0.answer != nil })
    }

    /// The vote as it stands.
    var ballot: Ballot {
        let kept = filter.map { filter in Set(filter.survivors.map { scoredWarmUp[$0] }) }
        var ballot = Ballot()
        for (place, trace) in traces.enumerated() {
            if let score = trace.score, place >= warmUp || kept?.contains(place) ?? true {
                ballot.cast(trace, weight: max(score, 0))
            } else {
                ballot.cast(nil)
            }
        }
        return ballot
    }

    /// β, the winner's share of all votes; 0 as long as there are fewer than three.
    var consensus: Double {
        let ballot = ballot
        return ballot.valid < Self.leastVotes ? 0 : ballot.leaderShare
    }

    private var scoredWarmUp: [Int] { (0..<warmUp).filter { traces[$0].score != nil } }
}
