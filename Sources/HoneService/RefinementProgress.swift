import Refinement

/// What a streaming client is to be told while a refinement runs, in one sequence.
enum RefinementProgress: Sendable {
    /// Something happened.
    case event(RunEvent)
    /// Nothing happened for a while: a sign of life is due.
    case tick
    /// The refinement has ended.
    case ended(RunRecord)
}

extension Refiner {
    /// Runs a method while `tell` is called, one call at a time, with what happens; the last call tells the end.
    ///
    /// - Throws: what `tell` throws, which cancels the refinement; `CancellationError` if the client left.
    func stream(
        _ run: AdmittedRun, id: String, for context: RequestContext,
        tell: (RefinementProgress) async throws -> Void
    ) async throws {
        let (progress, report) = AsyncStream<RefinementProgress>.makeStream()
        try await withThrowingTaskGroup(of: Void.self) { group in
            defer { group.cancelAll() }
            group.addTask {
                report.yield(.ended(await self.run(run, id: id, for: context) { report.yield(.event($0)) }))
                report.finish()
            }
            group.addTask {
                while true {
                    try await Task.sleep(for: ServiceLimits.keepAliveInterval)
                    report.yield(.tick)
                }
            }
            for await step in progress { try await tell(step) }
        }
        try Task.checkCancellation()
    }
}
