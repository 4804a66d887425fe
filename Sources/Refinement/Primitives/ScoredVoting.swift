extension Run.Draw {
    /// The distributions of the traces that came with them, in issue order.
    var traces: [[TokenDistribution]] { counted.compactMap { $0.completion?.tokens } }

    /// The place of the sample with the highest score, the first of equals, among those that `isEligible` holds for. One
    /// without an answer is chosen only if none of them has one; nil if none has a score.
    func best(where isEligible: (Sample) -> Bool = { _ in true }) -> Int? {
        let scored = counted.indices.filter { counted[$0].score != nil && isEligible(counted[$0]) }
        let answered = scored.filter { counted[$0].answer != nil }
        return (answered.isEmpty ? scored : answered).max { (counted[$0].score ?? 0) < (counted[$1].score ?? 0) }
    }

    /// The place of the sample that tells the winner of a vote: of those with its answer the one with the highest score,
    /// the first one if none has a score. Nil if nobody has won.
    func best(for ballot: Ballot) -> Int? {
        ballot.leader.map { leader in best { $0.answer == leader.answer } ?? leader.firstIndex }
    }

    /// The vote in which the samples weigh so much; one without a weight uses its turn and votes for nobody.
    func ballot(weighing weights: [Double?]) -> Ballot {
        var ballot = Ballot()
        for (sample, weight) in zip(counted, weights) {
            if let weight { ballot.cast(sample, weight: weight) } else { ballot.cast(nil) }
        }
        return ballot
    }

    /// The Borda vote of the samples that arrived, by the rank of their scores; the paper's exponent unless one is given.
    func bordaBallot(exponent: Double?) -> Ballot {
        let arrived = counted.indices.filter { counted[$0].completion != nil }
        let weights = BordaWeights.weights(
            of: arrived.map { counted[$0].score }, exponent: exponent ?? BordaWeights.exponent(for: arrived.count))
        var all = [Double?](repeating: nil, count: counted.count)
        for (place, weight) in zip(arrived, weights) { all[place] = weight }
        return ballot(weighing: all)
    }

    /// The vote of the `share` % of samples with the highest scores, by these weights, and which they are.
    func filteredBallot(weighing weights: [Double], share: Double) -> (ballot: Ballot, filter: ConfidenceFilter) {
        let scored = counted.enumerated().compactMap { place, sample in sample.score.map { (place: place, score: $0) } }
        let filter = ConfidenceFilter(
            scored.map(\.score), isVoting: scored.map { counted[$0.place].answer != nil }, share: share)
        var kept = [Double?](repeating: nil, count: counted.count)
        for survivor in filter.survivors { kept[scored[survivor].place] = weights[scored[survivor].place] }
        return (ballot(weighing: kept), filter)
    }
}

extension Ballot {
    /// The winner's share of all votes by weight; 0 without a vote.
    var leaderShare: Double {
        let total = votes.reduce(0) { $0 + $1.weight }
        guard let leader, total > 0 else { return 0 }
        return leader.weight / total
    }
}
