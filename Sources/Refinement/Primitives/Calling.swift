extension Run {
    /// Makes one call that has been entered in the ledger, and hands over its events; `handle` says whether to go on.
    ///
    /// - Throws: `BudgetSpent` if the call spent the last tokens, `ModelError` (`.discarded` if `handle` ended it),
    ///   `CancellationError` if the task was cancelled.
    func follow(
        _ call: ModelCall, as role: Role, entry: Ledger.Call, handle: (CompletionEvent) -> Bool
    ) async throws {
        var call = call
        call.deadline = deadline
        var stream = model(for: role).generate(call)
        do {
            func hand(_ event: CompletionEvent) throws(ModelError) {
                guard handle(event) else { throw .discarded(tokens: stream.progress.tokensSeen) }
            }
            while let event = try await stream.next() {
                try hand(event)
                try update(entry, stream.progress)
                // How far the call has come is told once for all that came together.
                while let event = stream.nextAtHand() { try hand(event) }
            }
        } catch {
            try end(entry, stream.progress)
            throw error
        }
        try end(entry, stream.progress)
    }

    /// Asks a model in some role for one completion.
    ///
    /// - Parameter isAnswer: whether what it says is certain to be the answer, so that it may be told as it comes.
    /// - Throws: `BudgetSpent`, `ModelError`, or `CancellationError` if the run was cancelled.
    func ask(
        _ role: Role, _ conversation: Conversation, sampling: SamplingOptions, isAnswer: Bool = false
    ) async throws -> Completion {
        let entry = try beginCall(role: role, prompt: newPrompt(conversation))
        let call = ModelCall(conversation: conversation, sampling: sampling)
        return try await complete(call, as: role, entry: entry, isAnswer: isAnswer)
    }

    /// Asks a model in some role for one completion of each conversation, all at the same time.
    ///
    /// - Returns: what it said, or why a call was lost, in the order of the conversations.
    /// - Throws: `CancellationError` if the run was cancelled.
    func ask(
        _ role: Role, _ conversations: [Conversation], sampling: SamplingOptions
    ) async throws -> [Result<Completion, ModelError>] {
        // Entered in the ledger here, one after another, so that a budget cuts off the last ones.
        let calls = conversations.map { conversation in
            let call = ModelCall(conversation: conversation, sampling: sampling)
            return Result { () throws(BudgetSpent) in
                (call, try beginCall(role: role, prompt: newPrompt(conversation)))
            }
        }
        return try await calls.concurrentMap { call in
            do {
                let (call, entry) = try call.get()
                return .success(try await self.complete(call, as: role, entry: entry, isAnswer: false))
            } catch let spent as BudgetSpent {
                return .failure(.outOfBudget(spent.limit))
            } catch let error as ModelError {
                return .failure(error)
            }
        }
    }

    private func complete(
        _ call: ModelCall, as role: Role, entry: Ledger.Call, isAnswer: Bool
    ) async throws -> Completion {
        try await withinDeadline {
            var completion: Completion?
            do {
                try await self.follow(call, as: role, entry: entry) { event in
                    switch event {
                    case .delta(_, let text, _, _): if isAnswer { self.tell(text) }
                    case .finished(_, let finished): completion = completion ?? finished
                    }
                    return true
                }
            } catch let spent as BudgetSpent {
                // What has been paid for is returned, even if it spent the last of the budget.
                guard let completion else { throw spent }
                return completion
            }
            guard let completion else { throw ModelError.noChoice }
            return completion
        }
    }

    /// Does some work, and cancels it when the budget's wall time ends.
    ///
    /// - Throws: `BudgetSpent` if time ran out, else what the work throws.
    func withinDeadline<Value: Sendable>(_ work: @escaping @Sendable () async throws -> Value) async throws -> Value {
        guard let deadline else { return try await work() }
        return try await withThrowingTaskGroup(of: Value.self) { group in
            defer { group.cancelAll() }
            group.addTask { try await work() }
            group.addTask {
                try await Task.sleep(until: deadline, clock: .continuous)
                throw BudgetSpent(limit: .deadline)
            }
            guard let value = try await group.next() else { throw CancellationError() }
            return value
        }
    }
}
