/// Does work on `bytes` of a client's, away from the loop that serves its connection if they are many: a loop that
/// reads megabytes serves nobody else meanwhile.
func awayFromLoop<Value: Sendable>(
    _ bytes: Int, _ work: @escaping @Sendable () throws -> Value
) async throws -> Value {
    guard bytes > ServiceLimits.maxLoopBytes else { return try work() }
    return try await withTaskExecutorPreference(globalConcurrentExecutor) { try work() }
}
