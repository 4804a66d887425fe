/// What the calls of a draw send to it.
enum SampleArrival: Sendable {
    /// A sample is complete, or lost.
    case sample(Sample)
    /// The budget has no room for more.
    case budgetSpent(Budget.Limit)
}

/// One or several samples asked for in one call, delivered one by one as they complete.
struct SampleCall: Sendable {
    let run: Run
    let question: Question
    let prompt: Int
    let arrive: AsyncStream<SampleArrival>.Continuation

    /// Asks for the samples of these indices. Choices that a server was asked for and did not bring are asked for
    /// again, one call each: some servers ignore `n`, some refuse it.
    func perform(_ indices: Range<Int>) async {
        var missing = Set(indices)
        do {
            try await receive(indices) { sample in
                missing.remove(sample.index)
                arrive.yield(.sample(sample))
            }
        } catch let spent as BudgetSpent {
            // No further call is no reason to cut those off that run; no further token is.
            if spent.limit == .calls {
                lose(missing, .outOfBudget(.calls))
            } else {
                arrive.yield(.budgetSpent(spent.limit))
            }
            return
        } catch let error as ModelError {
            let refusesChoices = indices.count > 1 && error.mayConcernChoices
            guard refusesChoices else { return lose(missing, error) }
        } catch {
            return
        }
        if indices.count == 1 {
            lose(missing, .noChoice)
        } else {
            await withDiscardingTaskGroup { group in
                for index in missing.sorted() { group.addTask { await perform(index..<index + 1) } }
            }
        }
    }

    private func lose(_ indices: Set<Int>, _ error: ModelError) {
        for index in indices.sorted() { arrive.yield(.sample(Sample(index: index, error: error))) }
    }

    private func receive(_ indices: Range<Int>, deliver: (Sample) -> Void) async throws {
        let call = try run.beginCall(role: .generator, prompt: prompt)
        var stream = run.model.generate(
            ModelCall(
                conversation: question.conversation, sampling: question.sampling.forSample(indices.lowerBound),
                choices: indices.count))
        do {
            while let event = try await stream.next() {
                try run.update(call, stream.progress)
                guard case .finished(let choice, let completion) = event, choice < indices.count else { continue }
                let answer = question.extractor.answer(in: completion.text, isTruncated: completion.isTruncated)
                deliver(Sample(index: indices.lowerBound + choice, completion: completion, answer: answer))
            }
        } catch {
            try run.update(call, stream.progress)
            throw error
        }
        try run.update(call, stream.progress)
    }
}
