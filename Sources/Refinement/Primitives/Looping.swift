extension Run {
    /// Refines an answer round by round, and keeps what stands when the budget is spent or a call is lost.
    ///
    /// An answer that cannot be refined ends it before the first round.
    ///
    /// - Parameters:
    ///   - body: one round: it hands the loop what it learns, and may end it.
    /// - Throws: `RefinementError` if a call was lost of which the client has been told the beginning as its answer,
    ///   `CancellationError` if the run was cancelled.
    func loop(
        from first: Draft, maxRevisions: Int, patience: Int = 1, pick: Loop.Pick = .last,
        body: (inout Loop) async throws -> Void
    ) async throws -> Loop {
        var loop = Loop(from: first, maxRevisions: maxRevisions, patience: patience, pick: pick)
        do {
            if first.obstacle != nil { loop.end(.certain) }
            while loop.beginRound() { try await body(&loop) }
            loop.end(.exhausted)
        } catch let spent as BudgetSpent {
            guard !hasToldText else { throw RefinementError.budgetSpent(spent.limit) }
            loop.end(.budget(spent.limit))
        } catch let error as ModelError {
            guard !hasToldText else { throw RefinementError.allSamplesFailed([error]) }
            loop.end(.failed(error))
        }
        // A call may have been lost because the run was cancelled.
        try Task.checkCancellation()
        if let stop = loop.stop { note(.stopped(stop)) }
        return loop
    }
}
