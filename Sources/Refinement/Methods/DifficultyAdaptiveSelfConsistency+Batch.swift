import JSON

/// The paper's algorithm, for questions that come together.
///
/// What the paper leaves open, and where its official script uses what only recorded samples can tell, is as follows.
/// Pre-samples are drawn of g questions at a time and never thrown away: a question that its first look has settled is
/// finished with it, any other continues from it. Questions of the hard part are also worked on g at a time, by the true
/// sizes that are known when they begin; a true size comes from samples that were drawn. All that it costs is told.
extension DifficultyAdaptiveSelfConsistency: BatchMethod {
    private typealias Item = (place: Int, outcome: Result<RefinedAnswer, RefinementError>)

    /// Ranks the questions, finds the easy ones, and draws of the others as many samples as their neighbours foretell.
    public func refine(_ questions: [Question], in run: Run) async throws -> RefinedBatch {
        var stages = RunStages(of: run)
        // Step 1.
        var (ranked, ranking) = try await rank(questions, in: run)
        stages.end("ranking", of: run)
        // Step 2.
        let partition = try await partition(&ranked, in: run)
        stages.end("pre_sampling", of: run)
        let easy = try await ranked.filter(\.isEasy).concurrentMap { question in
            let part = run.part(question.place)
            let poll = try await greedySample(of: question.question, in: part, isAnswer: false)
            return try await finish(question, poll, initialSize: 1, in: part)
        }
        stages.end("easy", of: run)
        // Step 3.
        let hard = try await allocate(ranked.filter { !$0.isEasy }, in: run)
        stages.end("hard", of: run)
        let batch = RefinedBatch(
            items: (easy + hard).sorted { $0.place < $1.place }.map(\.outcome),
            evidence: JSON.Object([
                JSON.Member("form", "batch"), JSON.Member("ranking", ranking),
                JSON.Member("partition", partition), JSON.Member("stages", stages.json),
            ]))
        if let failure = batch.failure { throw failure }
        return batch
    }

    /// Step 2: looks at questions from the hardest down, until k in a row are unanimous; those easier are easy.
    private func partition(_ ranked: inout [RankedQuestion], in run: Run) async throws -> JSON {
        var partition = DifficultyPartition(questions: ranked.count, unanimousRun: unanimousRun, rule: rule)
        while case let ranks = partition.next(questionsAtOnce), !ranks.isEmpty {
            let questions = ranked
            let looks = try await ranks.concurrentMap { rank in
                var look = newPoll
                look.draw = try await run.part(questions[rank].place).drawInBatches(
                    upTo: size.initial, of: questions[rank].question, endingAs: .confident
                ) { $0.received < size.initial ? size.initial - $0.received : nil }
                return look
            }
            for (rank, look) in zip(ranks, looks) {
                ranked[rank].look = look
                partition.judge(isUnanimous: look.isUnanimous(within: size.window))
            }
        }
        for rank in partition.easy where rule == .code || ranked[rank].look == nil { ranked[rank].isEasy = true }
        return [
            "rule": .string(rule.rawValue), "pre_sampled": .number(ranked.count { $0.look != nil }),
            "judged": .number(partition.judged), "easy": .number(ranked.count(where: \.isEasy)),
        ]
    }

    /// Step 3: from easy to hard, the last m true sizes foretell the next initial size; windows of w extend it.
    private func allocate(_ hard: [RankedQuestion], in run: Run) async throws -> [Item] {
        var allocation = SampleAllocation(size: size, neighbours: neighbours)
        var items: [Item] = []
        for start in stride(from: 0, to: hard.count, by: questionsAtOnce) {
            let foretold = allocation.initialSize
            let wave = try await hard[start...].prefix(questionsAtOnce).concurrentMap { question in
                let part = run.part(question.place)
                let initialSize = question.isSettled(within: size.window) ? size.initial : foretold
                let poll = try await settle(
                    question.question, initialSize: initialSize, from: question.look, in: part)
                return (poll, try await finish(question, poll, initialSize: initialSize, in: part))
            }
            for (poll, item) in wave {
                if poll.isComplete { allocation.take(poll.trueSize(upTo: size.most)) }
                items.append(item)
            }
        }
        return items
    }

    /// Elects a question's answer. One whose samples were all lost gets a single plain call before it is given up.
    private func finish(_ question: RankedQuestion, _ poll: Poll, initialSize: Int, in part: Run) async throws -> Item {
        var outcome = elected(poll, of: question.question, in: part)
        if case .failure(.allSamplesFailed) = outcome {
            var plain = poll
            plain.draw = try await part.draw(1, of: question.question, onto: poll.draw)
            outcome = elected(plain, of: question.question, in: part)
        }
        let trueSize = poll.isComplete ? poll.trueSize(upTo: size.most) : nil
        outcome = outcome.map { answer in
            var answer = answer
            answer.evidence = question.evidence(initialSize: initialSize, trueSize: trueSize)
            return answer
        }
        part.note(.settled(outcome))
        return (question.place, outcome)
    }

    private func elected(_ poll: Poll, of question: Question, in run: Run) -> Result<RefinedAnswer, RefinementError> {
        do throws(RefinementError) {
            return .success(try elect(poll, of: question, in: run))
        } catch {
            return .failure(error)
        }
    }
}
