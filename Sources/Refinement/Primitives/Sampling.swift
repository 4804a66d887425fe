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
        /// How many samples were asked for.
        var requested = 0
        /// In how many rounds, each of which waited for the one before.
        var rounds = 0

        /// How many samples arrived whole and were counted.
        var received: Int { counted.count { $0.completion != nil } }

        /// How many samples were ended because they were not worth their further cost, and counted.
        var discarded: Int { counted.count { if case .discarded? = $0.error { true } else { false } } }

        /// The vote over the samples that were counted.
        func ballot(countsNulls: Bool) -> Ballot {
            var ballot = Ballot(countsNulls: countsNulls)
            for sample in counted { ballot.cast(sample) }
            return ballot
        }

        /// Notes that a later step was lost, and the answer is what there was before it.
        mutating func lose(to error: ModelError) {
            if isOutOfBudget { return }
            if case .outOfBudget(let limit) = error { stop = .budget(limit) } else { stop = .failed(error) }
        }

        /// Whether the budget ended it.
        var isOutOfBudget: Bool { if case .budget = stop { true } else { false } }
    }

    /// Draws `count` samples of one question, as many in flight together as the model takes now (`callWindow`), and hands
    /// them over in issue order.
    ///
    /// Whatever is still running when drawing ends is cancelled and accounted for before this returns. When the budget
    /// ends it, a sample that was cut off uses its turn without an answer, and those behind it still count.
    ///
    /// - Parameters:
    ///   - spare: how many of them, the last ones, may turn out not to be needed.
    ///   - drawn: the samples drawn so far, whose indices and counts go on.
    ///   - isAnswer: whether the sample, the only one, is certain to be the answer, so that its text is told as it comes.
    ///   - monitor: watches each sample while it is being generated; each then has a call of its own.
    /// - Throws: `CancellationError` if the run itself was cancelled.
    func draw(
        _ count: Int, spare: Int = 0, of question: Question, onto drawn: Draw = Draw(), isAnswer: Bool = false,
        monitor: (any SampleMonitor)? = nil, consider: (Sample) -> Flow = { _ in .more }
    ) async throws -> Draw {
        let arrivals = SampleArrivals()
        var draw = drawn
        draw.requested += count
        draw.rounds += 1
        draw.stop = .exhausted
        let total = draw.counted.count + count
        var order = IssueOrder(counted: draw.counted.count)
        func countThoseWhoseTurnHasCome() {
            while draw.stop != .certain, let sample = order.next() {
                draw.counted.append(sample)
                note(.sample(sample))
                if consider(sample) == .enough { draw.stop = .certain }
            }
        }
        // Discarding, because a group that has results to hand out keeps its finished tasks, with all of their memory.
        await withDiscardingTaskGroup { group in
            defer { group.cancelAll() }
            let prompt = newPrompt(question.conversation)
            let call = SampleCall(
                run: self, question: question, prompt: prompt, allowance: RetryAllowance(samples: count),
                isAnswer: isAnswer, monitor: monitor, arrivals: arrivals)
            // Entered in the ledger here, one after another, so that a budget cuts off the last ones.
            var issued = order.counted
            let sizes =
                monitor == nil
                ? question.callSizes(for: count, spare: spare, by: model(for: .generator))
                : Array(repeating: 1, count: count)
            var calls: [(indices: Range<Int>, entry: Ledger.Call)] = []
            for size in sizes {
                let indices = issued..<issued + size
                issued += size
                do throws(BudgetSpent) {
                    calls.append((indices, try beginCall(role: .generator, prompt: prompt)))
                } catch {
                    for index in indices { order.accept(Sample(index: index, error: .outOfBudget(error.limit))) }
                }
            }
            if let deadline {
                group.addTask {
                    do {
                        try await Task.sleep(until: deadline, clock: .continuous)
                        arrivals.send(.budgetSpent(.deadline))
                    } catch {
                        // The samples have all come before.
                    }
                }
            }
            var unstarted = calls[...]
            var running = 0
            // A task that only waits for its turn takes memory, so those that cannot have one soon begin later.
            func startCalls(in group: inout DiscardingTaskGroup) {
                while running < max(1, model(for: .generator).callWindow), let next = unstarted.popFirst() {
                    running += 1
                    group.addTask {
                        await call.perform(next.indices, as: next.entry)
                        arrivals.send(.ended)
                    }
                }
            }
            startCalls(in: &group)
            // A budget may have had no room for a single call, so that nothing will arrive.
            countThoseWhoseTurnHasCome()
            func take(_ arrival: SampleArrival, in group: inout DiscardingTaskGroup) {
                switch arrival {
                case .sample(let sample): order.accept(sample)
                case .ended:
                    running -= 1
                    startCalls(in: &group)
                case .budgetSpent(let limit):
                    for index in order.missing(of: total) {
                        order.accept(Sample(index: index, error: .outOfBudget(limit)))
                    }
                }
                countThoseWhoseTurnHasCome()
            }
            var isWaiting: Bool { draw.stop != .certain && order.counted < total }
            while isWaiting {
                let arrived = await arrivals.next()
                // Nothing comes to a task that is cancelled.
                if arrived.isEmpty { break }
                for arrival in arrived where isWaiting { take(arrival, in: &group) }
            }
            for call in unstarted { try? end(call.entry, CallProgress()) }
        }
        try Task.checkCancellation()
        draw.uncounted += order.waiting
        // A vote that counts samples which were cut off is what the budget left of it, however clear.
        if let limit = draw.counted.firstLimit { draw.stop = .budget(limit) }
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
