/// The way onto the connection's loop.
extension Connection {
    /// Calls `body` on the loop: at once for a caller that is there already, as handlers mostly are, else after a hop.
    nonisolated func perform<Value: Sendable, Failure: Error>(
        _ body: @Sendable (isolated Connection) throws(Failure) -> Value
    ) async throws(Failure) -> Value {
        worker.loop.isCurrent ? try runInPlace(body) : try await hop(body)
    }

    /// As `assumeIsolated`, which would ask the runtime once more what `isCurrent` has just said, and keep the closure in
    /// memory of its own meanwhile.
    @inline(__always)
    private nonisolated func runInPlace<Value: Sendable, Failure: Error>(
        _ body: @Sendable (isolated Connection) throws(Failure) -> Value
    ) throws(Failure) -> Value {
        typealias Unisolated = @Sendable (Connection) throws(Failure) -> Value
        return try withoutActuallyEscaping(body) { body throws(Failure) in
            try unsafeBitCast(body, to: Unisolated.self)(self)
        }
    }

    private func hop<Value: Sendable, Failure: Error>(
        _ body: @Sendable (isolated Connection) throws(Failure) -> Value
    ) throws(Failure) -> Value {
        try body(self)
    }
}
