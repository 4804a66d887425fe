import JSON

extension DifficultyAdaptiveSelfConsistency {
    /// Step 1: the model orders the questions, R times in random batches of B, all calls at the same time.
    ///
    /// A budget that has no room for these calls and one for each question goes to the questions.
    ///
    /// - Returns: the questions from easy to hard, and what the response says of the ranking.
    func rank(_ questions: [Question], in run: Run) async throws -> (ranked: [RankedQuestion], evidence: JSON) {
        var ranking = DifficultyRanking(questions: questions.count)
        var generator = SplitMix64(seed: questions.first?.sampling["seed"]?.int)
        var batches = RankingBatch.batches(
            of: batchSize, rounds: rounds, questions: questions.count, by: &generator)
        let isAffordable = run.budget.maxCalls.map { $0 >= batches.count + questions.count } ?? true
        if !isAffordable { batches = [] }
        let prompt = DifficultyRankingPrompt()
        let replies = try await run.ask(
            .ranker,
            batches.map { prompt.conversation($0.questions.map { Transcript(questions[$0].conversation).text }) },
            sampling: SamplingOptions([("temperature", Array("0".utf8))]))
        for (batch, reply) in zip(batches, replies) {
            if case .success(let reply) = reply {
                ranking.take(prompt.order(in: reply.text, among: batch.questions.count), of: batch)
            } else {
                ranking.takeLoss()
            }
        }
        let ranked = ranking.order.enumerated().map { rank, place in
            RankedQuestion(
                place: place, question: questions[place], rank: rank, score: ranking.score(of: place))
        }
        let evidence: JSON = [
            "calls": .number(batches.count), "discarded": .number(ranking.discarded),
            "failed": .number(ranking.failed), "unranked": .number(ranking.unranked),
            "within_budget": .bool(isAffordable),
        ]
        return (ranked, evidence)
    }
}
