extension Run {
    /// What the caller says to a sample whose turn has come.
    enum Flow {
        /// Go on with the next one.
        case more
        /// No further sample can change anything: cancel the rest.
        case enough
    }

    /// What came of drawing samples.
    struct Draw: Sendable {
        /// Why drawing ended.
        var stop = StopReason.exhausted
        /// The samples that were counted, in issue order.
        var counted: [Sample] = []
        /// Samples that had arrived but whose turn had not come.
        var uncounted: [Sample] = []
    }

    /// Draws `count` samples of one question, all in flight together, and hands them over in issue order. The last
    /// `spare` of them may turn out not to be needed.
    ///
    /// Whatever is still running when drawing ends is cancelled and accounted for before this returns. When the budget
    /// ends it, a sample that was cut off uses its turn without an answer, and those behind it still count.
    ///
    /// - Throws: `CancellationError` if the run itself was cancelled.
    func draw(
        _ count: Int, spare: Int = 0, of question: Question, consider: (Sample) -> Flow
    ) async throws -> Draw {
        let (arrivals, arrive) = AsyncStream<SampleArrival>.makeStream()
        var order = IssueOrder()
        var draw = Draw()
        func countThoseWhoseTurnHasCome() {
            while draw.stop != .certain, let sample = order.next() {
                draw.counted.append(sample)
                note(.sample(sample))
                if consider(sample) == .enough { draw.stop = .certain }
            }
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            defer { group.cancelAll() }
            let prompt = newPrompt(question.conversation)
            let call = SampleCall(run: self, question: question, prompt: prompt, arrive: arrive)
            // Entered in the ledger here, one after another, so that a budget cuts off the last ones.
            var issued = 0
            for size in question.callSizes(for: count, spare: spare, by: model) {
                let indices = issued..<issued + size
                issued += size
                do throws(BudgetSpent) {
                    let entry = try beginCall(role: .generator, prompt: prompt)
                    group.addTask { await call.perform(indices, as: entry) }
                } catch {
                    for index in indices { order.accept(Sample(index: index, error: .outOfBudget(error.limit))) }
                }
            }
            if let deadline {
                group.addTask {
                    try await Task.sleep(until: deadline, clock: .continuous)
                    arrive.yield(.budgetSpent(.deadline))
                }
            }
            for await arrival in arrivals {
                switch arrival {
                case .sample(let sample): order.accept(sample)
                case .budgetSpent(let limit):
                    for index in order.missing(of: count) {
                        order.accept(Sample(index: index, error: .outOfBudget(limit)))
                    }
                }
                countThoseWhoseTurnHasCome()
                if draw.stop == .certain || order.counted == count { break }
            }
            try Task.checkCancellation()
        }
        draw.uncounted = order.waiting
        // A vote that counts samples which were cut off is what the budget left of it, however clear.
        if let limit = draw.counted.firstLimit { draw.stop = .budget(limit) }
        note(.stopped(draw.stop))
        return draw
    }
}

extension Question {
    /// The sizes of the calls that ask for the samples. With a seed every sample has a call of its own, because only
    /// then is sample i sure to carry seed + i: what a server does with the seed for its further choices is its own.
    fileprivate func callSizes(for count: Int, spare: Int, by model: any LanguageModel) -> [Int] {
        sampling["seed"] == nil ? model.callSizes(for: count, spare: spare) : Array(repeating: 1, count: count)
    }
}

extension [Sample] {
    /// The limit of the budget that cut one of the samples off, if one did.
    fileprivate var firstLimit: Budget.Limit? {
        for case .outOfBudget(let limit)? in lazy.map(\.error) { return limit }
        return nil
    }
}
