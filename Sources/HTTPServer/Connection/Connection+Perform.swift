/// The way onto the connection's loop.
extension Connection {
    /// Calls `body` on the loop: at once for a caller that is there already, as handlers mostly are, else after a hop.
    nonisolated func perform<Value: Sendable, Failure: Error>(
        _ body: @Sendable (isolated Connection) throws(Failure) -> Value
    ) async throws(Failure) -> Value {
        worker.loop.isCurrent ? try runInPlace(body) : try await hop(body)
    }

    private nonisolated func runInPlace<Value: Sendable, Failure: Error>(
        _ body: @Sendable (isolated Connection) throws(Failure) -> Value
    ) throws(Failure) -> Value {
        let outcome: Result<Value, Failure> = assumeIsolated { connection in
            do throws(Failure) { return .success(try body(connection)) } catch { return .failure(error) }
        }
        return try outcome.get()
    }

    private func hop<Value: Sendable, Failure: Error>(
        _ body: @Sendable (isolated Connection) throws(Failure) -> Value
    ) throws(Failure) -> Value {
        try body(self)
    }
}
