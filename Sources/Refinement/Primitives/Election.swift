import JSON

extension Run {
    /// The answer that a vote elects, told by the first sample that gave it (sampling.md §0.2).
    ///
    /// - Parameters:
    ///   - choice: the place of the sample that the method chose in the draw, where it does not go by the vote alone.
    /// - Throws: `RefinementError` if no sample arrived.
    func elect(
        _ ballot: Ballot, from draw: Draw, question: Question, choice: Int? = nil
    ) throws(RefinementError) -> RefinedAnswer {
        let arrived = draw.counted.filter { $0.completion != nil }
        guard let first = arrived.first else { throw failure(of: draw) }
        var deciding = ballot
        var fallback: RefinedAnswer.Fallback?
        let chosen: Sample
        var answer: Answer?
        if let choice, draw.counted[choice].completion != nil {
            chosen = draw.counted[choice]
            answer = chosen.answer
        } else if let leader = ballot.leader {
            chosen = draw.counted[leader.firstIndex]
            answer = leader.answer.isAnswer ? leader.answer : nil
        } else {
            deciding = textBallot(over: draw.counted)
            if let leader = deciding.leader {
                fallback = .text
                chosen = draw.counted[leader.firstIndex]
            } else if let stopped = arrived.first(where: { $0.completion?.finishReason == "stop" }) {
                fallback = .firstStopped
                chosen = stopped
            } else {
                fallback = .first
                chosen = first
            }
        }
        guard let winner = chosen.completion else { throw failure(of: draw) }
        note(.vote(deciding))
        note(.stopped(draw.stop))
        let votes = deciding.ranking
        let supporters = ballot.votes.first { $0.answer.isAnswer ? $0.answer == answer : answer == nil }?.count ?? 0
        return RefinedAnswer(
            completion: winner,
            answer: answer,
            confidence: Double(supporters) / Double(ballot.counted),
            votes: votes,
            agreement: .init(
                leader: choice == nil ? ballot.leader?.count ?? 0 : supporters,
                runnerUp: choice == nil ? ballot.runnerUp?.count ?? 0 : ballot.most(otherThan: answer),
                valid: ballot.valid,
                samples: ballot.counted),
            stop: draw.stop,
            fallback: fallback,
            counts: counts(of: draw),
            samples: draw.counted,
            warnings: warnings(about: arrived, question),
            chosen: chosen.index)
    }

    private func textBallot(over samples: [Sample]) -> Ballot {
        var ballot = Ballot()
        for sample in samples { ballot.cast(sample.words) }
        return ballot
    }

    private func counts(of draw: Draw) -> RefinedAnswer.SampleCounts {
        let all = draw.counted + draw.uncounted
        return .init(
            requested: draw.requested,
            received: all.count { $0.completion != nil },
            failed: all.count { $0.error?.isLoss == true },
            counted: draw.counted.count)
    }

    private func failure(of draw: Draw) -> RefinementError {
        let losses = draw.counted.compactMap(\.error).filter(\.isLoss)
        if losses.isEmpty, case .budget(let limit) = draw.stop { return .budgetSpent(limit) }
        return .allSamplesFailed(losses)
    }

    private func warnings(about arrived: [Sample], _ question: Question) -> [RefinedAnswer.Warning] {
        guard arrived.count > 1 else { return [] }
        if question.sampling["temperature"]?.double == 0 { return [.zeroTemperature] }
        let messages = Set(arrived.map { $0.completion?.message })
        return messages.count == 1 && arrived.count > 2 ? [.degenerateSampling] : []
    }
}

extension ModelError {
    /// Whether a sample was lost to an error, rather than cut off by the budget or by the method.
    var isLoss: Bool {
        switch self {
        case .outOfBudget, .discarded: false
        default: true
        }
    }
}
