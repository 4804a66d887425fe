import JSON

/// The method for a request that comes alone, with neither a ranking nor neighbours: our extension, not the paper's
/// (sampling.md §8.3).
///
/// Without a memory it is windowed adaptive consistency. With one, past requests of the same tenant, model and task stand
/// in for the neighbours:
///
/// 1. The m records nearest in difficulty give the initial size: round(median of their true sizes / w)·w.
/// 2. If the last k records at least as hard were all sure after their first window, the question is easy: one sample at
///    temperature 0. Every 20th easy one gets a window all the same, so that the rule can be found wrong.
/// 3. Else step 3 of the paper; the true size is recorded.
///
/// The memory saves samples only if the caller's labels tell something of the difficulty; without them it saves rounds.
extension DifficultyAdaptiveSelfConsistency {
    /// Samples as the question's likely difficulty calls for, votes, and returns the winner with the evidence.
    public func refine(_ question: Question, in run: Run) async throws -> RefinedAnswer {
        var evidence = JSON.Object([JSON.Member("form", "single_request")])
        let remembered = (memory ?? run.memory?.isDefault ?? false) ? run.memory : nil
        guard let remembered else {
            let poll = try await settle(question, initialSize: size.initial, in: run)
            return try answer(from: poll, initialSize: size.initial, of: question, in: run, evidence)
        }
        let kind = DifficultyMemory.Kind(
            tenant: remembered.tenant, model: run.model(for: .generator).name, task: task, size: size,
            threshold: threshold, countsNulls: countsNulls)
        let query = DifficultyHistory.Query(
            difficulty: difficulty, neighbours: neighbours, unanimousRun: unanimousRun, size: size)
        let (plan, records) = remembered.memory.withHistory(of: kind) { ($0.plan(query), $0.count) }
        evidence["label"] = "dsc_online_ext"
        evidence["memory"] = plan.json(records: records)
        if plan.isEasy, !plan.isExploring {
            let poll = try await greedySample(of: question, in: run, isAnswer: true)
            return try answer(from: poll, initialSize: 1, of: question, in: run, evidence, isEasy: true)
        }
        let poll = try await settle(question, initialSize: plan.initialSize, in: run)
        if poll.isComplete {
            let trueSize = poll.trueSize(upTo: size.most)
            let record = DifficultyHistory.Record(
                trueSize: trueSize, isUnanimous: poll.isUnanimous(within: size.window), difficulty: difficulty,
                time: .now)
            remembered.memory.withHistory(of: kind) { $0.append(record) }
        }
        return try answer(from: poll, initialSize: plan.initialSize, of: question, in: run, evidence)
    }

    private func answer(
        from poll: Poll, initialSize: Int, of question: Question, in run: Run, _ evidence: JSON.Object,
        isEasy: Bool = false
    ) throws -> RefinedAnswer {
        var answer = try elect(poll, of: question, in: run)
        answer.evidence = evidence
        answer.evidence["difficulty"] = isEasy ? "easy" : "hard"
        answer.evidence["initial_size"] = .number(initialSize)
        if !isEasy {
            answer.evidence["true_size"] = poll.isComplete ? .number(poll.trueSize(upTo: size.most)) : .null
        }
        return answer
    }
}

extension DifficultyHistory.Plan {
    /// What the memory said, for the response.
    fileprivate func json(records: Int) -> JSON {
        var object = JSON.Object([
            JSON.Member("records", .number(records)), JSON.Member("neighbours", .number(neighbours)),
            JSON.Member("explores", .bool(isExploring)),
        ])
        if let oldest {
            object["oldest_neighbour_seconds"] = .number(Int(oldest.duration(to: .now).components.seconds))
        }
        return .object(object)
    }
}
