/// Writes the body of an answer that has been started; copies write the same one.
///
/// A handler that returns without `finish` breaks the connection off, so that the client sees an incomplete answer.
public struct BodyWriter: Sendable {
    let connection: Connection
    let exchange: Int

    /// Sends `bytes` in one write, and suspends while more than `ServerLimits.highWaterBytes` are unsent.
    ///
    /// - Throws: `ServerError.clientLeft`; `CancellationError`.
    public func write(_ bytes: [UInt8]) async throws {
        let outcome = try await connection.perform { [exchange] in try $0.write(exchange, bytes) }
        if outcome == .aboveHighWater { try await connection.drained() }
    }

    /// Completes the answer.
    ///
    /// - Throws: `ServerError.clientLeft`; `CancellationError`.
    public func finish() async throws {
        let outcome = try await connection.perform { [exchange] in try $0.finish(exchange) }
        if outcome == .aboveHighWater { try await connection.drained() }
    }

    /// Gives the answer up: the connection is closed where the body stands, which the client sees as an error.
    public func abort() {
        connection.worker.loop.async { [connection, exchange] in
            connection.assumeIsolated { $0.abort(exchange) }
        }
    }
}
