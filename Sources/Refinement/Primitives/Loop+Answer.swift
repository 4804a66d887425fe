import JSON

extension Loop {
    /// What the loop comes to, for the client.
    func answer(mode: RefinementMode, confidence: Double) -> RefinedAnswer {
        let picked = picked
        var samples = drafts.map(\.sample)
        if awaitsRevision, let loss = stop?.loss { samples.append(Sample(index: drafts.count, error: loss)) }
        var answer = RefinedAnswer(
            completion: picked.completion,
            answer: picked.sample.answer,
            confidence: confidence,
            votes: [],
            agreement: .init(
                leader: 0, runnerUp: 0, valid: samples.count { $0.answer != nil }, samples: samples.count),
            stop: stop ?? .exhausted,
            fallback: nil,
            counts: .init(
                requested: samples.count, received: drafts.count,
                failed: samples.count { $0.error?.isLoss == true }, counted: samples.count),
            samples: samples,
            warnings: [])
        answer.evidence["mode"] = .string(mode.rawValue)
        answer.evidence["first_answer"] = .string(drafts[0].text)
        answer.evidence["returned"] = .number(picked.sample.index)
        answer.evidence["rounds"] = .array(rounds.enumerated().map { $1.json(number: $0 + 1) })
        if let obstacle = drafts[0].obstacle { answer.evidence["unrefined"] = .string(obstacle.rawValue) }
        return answer
    }
}

extension Loop.Round {
    /// The round as the response shows it.
    fileprivate func json(number: Int) -> JSON {
        var object = JSON.Object([
            JSON.Member("round", .number(number)), JSON.Member("score", score.map { .number($0) } ?? .null),
        ])
        if let approval { object["approval"] = .string(approval.rawValue) }
        if let decision {
            object["accepted"] = .bool(decision.isAccepted)
            object["why"] = .string(decision.reason.rawValue)
        }
        return .object(object)
    }
}

extension StopReason {
    /// Why a call that was still to come did not.
    fileprivate var loss: ModelError? {
        switch self {
        case .budget(let limit): .outOfBudget(limit)
        case .failed(let error): error
        default: nil
        }
    }
}
