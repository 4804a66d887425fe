/// What the calls of a draw send to it.
enum SampleArrival: Sendable {
    /// A sample is complete, or lost.
    case sample(Sample)
    /// The budget has no room for more.
    case budgetSpent(Budget.Limit)
    /// A call is over.
    case ended
}

/// One or several samples asked for in one call, delivered one by one as they complete.
struct SampleCall: Sendable {
    let run: Run
    let question: Question
    let prompt: Ledger.Prompt
    /// What the calls of the draw may try again together.
    let allowance: RetryAllowance
    /// Whether the sample is certain to be the answer, so that its text may be told as it comes.
    var isAnswer = false
    /// Watches each sample while it is being generated, if anything does.
    var monitor: (any SampleMonitor)?
    let arrivals: SampleArrivals

    /// Asks for the samples of these indices in one call, which has been entered in the ledger.
    func perform(_ indices: Range<Int>, as entry: Ledger.Call) async {
        var missing = Set(indices)
        do {
            try await receive(indices, as: entry) { sample in
                if missing.remove(sample.index) != nil { arrivals.send(.sample(sample)) }
            }
            if indices.count > 1 { await askAgain(for: missing.sorted()) } else { lose(missing, .noChoice) }
        } catch let spent as BudgetSpent {
            arrivals.send(.budgetSpent(spent.limit))
        } catch let error as ModelError {
            await recover(missing.sorted(), of: indices.count, from: error)
        } catch {
            // Cancelled: nobody waits for these any more.
        }
    }

    /// How many samples are asked for again without first seeing whether one succeeds.
    private static let fewSamples = 2

    /// One call for all must not be one loss for all: samples that went down with a call for several are asked for by
    /// themselves; if they are many the first alone, so that a request which cannot succeed is not made many times.
    private func recover(_ missing: [Int], of count: Int, from error: ModelError) async {
        guard count > 1, error.isRefusal || error.isOfTheAnswer else { return lose(Set(missing), error) }
        // A server that refused has worked on nothing; else attempts stay within 1.5 times the samples (§0.4).
        let again = error.isRefusal ? missing : Array(missing.prefix(allowance.take(upTo: missing.count)))
        lose(Set(missing).subtracting(again), error)
        guard let first = again.first else { return }
        if again.count <= Self.fewSamples { return await askAgain(for: again) }
        if await ask(for: first) { await askAgain(for: again.dropFirst()) } else { lose(Set(again.dropFirst()), error) }
    }

    /// Asks for samples again, one call each.
    private func askAgain(for indices: some Collection<Int> & Sendable) async {
        await withDiscardingTaskGroup { group in
            for index in indices { group.addTask { _ = await ask(for: index) } }
        }
    }

    /// Asks for one sample by itself, and returns whether it arrived.
    private func ask(for index: Int) async -> Bool {
        var hasArrived = false
        do {
            let entry = try run.beginCall(role: .generator, prompt: prompt)
            try await receive(index..<index + 1, as: entry) { sample in
                hasArrived = true
                arrivals.send(.sample(sample))
            }
            if !hasArrived { lose([index], .noChoice) }
        } catch let spent as BudgetSpent {
            if spent.limit == .calls {
                lose([index], .outOfBudget(.calls))
            } else {
                arrivals.send(.budgetSpent(spent.limit))
            }
        } catch let error as ModelError {
            lose([index], error)
        } catch {
            // Cancelled: nobody waits for it any more.
        }
        return hasArrived
    }

    private func lose(_ indices: Set<Int>, _ error: ModelError) {
        for index in indices.sorted() { arrivals.send(.sample(Sample(index: index, error: error))) }
    }

    private func receive(_ indices: Range<Int>, as entry: Ledger.Call, deliver: (Sample) -> Void) async throws {
        let call = ModelCall(
            conversation: question.conversation, sampling: question.sampling.forSample(indices.lowerBound),
            choices: indices.count, allowance: allowance)
        var monitor = monitor
        try await run.follow(call, as: .generator, entry: entry) { event in
            switch event {
            case .delta(_, let text, _, let distributions):
                if isAnswer { run.tell(text) }
                return monitor?.isWorthGoingOn(after: distributions) ?? true
            case .finished(let choice, let completion):
                // What has been paid for is delivered, even if it spends the last of the budget.
                if (0..<indices.count).contains(choice) {
                    deliver(question.sample(indices.lowerBound + choice, completion))
                }
                return true
            }
        }
    }
}

extension Question {
    /// A completion of this question as a sample, with the answer found in it.
    func sample(_ index: Int, _ completion: Completion) -> Sample {
        let answer =
            Answer(toolCallsOf: completion)
            ?? extractor.answer(in: completion.text, isTruncated: completion.isTruncated)
        return Sample(index: index, completion: shown(completion), answer: answer)
    }
}

extension ModelError {
    /// Whether the answer went wrong once it had begun. What went wrong before, the model has tried again itself, as often
    /// as that is worth it.
    fileprivate var isOfTheAnswer: Bool {
        switch self {
        case .interrupted, .garbled, .noChoice: true
        case .rejected, .unreachable, .timedOut, .overloaded, .outOfBudget, .discarded: false
        }
    }
}
