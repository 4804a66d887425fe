extension RefinedAnswer {
    /// What is returned, and the next best samples, so that they are `count` if there are as many: by scores, or by votes,
    /// where each other answer has its best sample first, and the further ones follow.
    public func best(_ count: Int) -> [Completion] {
        guard count > 1 else { return [completion] }
        let further = samples.filter { $0.completion != nil && $0.index != chosen }
        let ranked = ranking == .scores ? Self.byScores(further) : byVotes(further)
        return [completion] + ranked.prefix(count - 1).compactMap(\.completion)
    }

    private static func byScores(_ samples: [Sample]) -> [Sample] {
        samples.sorted { $0.rank(within: 0) > $1.rank(within: 0) }
    }

    private func byVotes(_ further: [Sample]) -> [Sample] {
        var places: [Answer: Int] = [:]
        for vote in votes.isEmpty ? textVotes : votes { places[vote.answer] = places.count }
        func place(_ sample: Sample) -> Int? { (sample.answer ?? sample.words).flatMap { places[$0] } }
        let ranked = further.sorted {
            $0.rank(within: place($0) ?? .max) > $1.rank(within: place($1) ?? .max)
        }
        var seen: Set<Int?> = [nil]
        if let chosen, let sample = samples.first(where: { $0.index == chosen }) { seen.insert(place(sample)) }
        var firsts: [Sample] = []
        var others: [Sample] = []
        for sample in ranked {
            if seen.insert(place(sample)).inserted { firsts.append(sample) } else { others.append(sample) }
        }
        return firsts + others
    }

    /// The vote by words, where no answers can be compared.
    private var textVotes: [Ballot.Vote] {
        var ballot = Ballot()
        for sample in samples { ballot.cast(sample.words) }
        return ballot.ranking
    }
}

extension Sample {
    /// What is to be compared where no answer is found: the words.
    var words: Answer? {
        completion.flatMap { Answer(kind: .text, canonical: NormalizedText($0.text).canonical, display: $0.text) }
    }

    /// The higher the better: by the place of its answer, then with an answer before without, then by score, then in the
    /// order of issue.
    fileprivate func rank(within place: Int) -> (Int, Int, Double, Int) {
        (-place, answer == nil ? 0 : 1, score ?? -.infinity, -index)
    }
}
