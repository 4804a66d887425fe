public import HTTPTypes

/// Answers one request; copies answer the same one.
///
/// Fields that frame the message or steer the connection (Content-Length, Transfer-Encoding, Connection, Date) are the
/// server's business and ignored when given.
public struct ResponseWriter: Sendable {
    let connection: Connection
    let exchange: Int

    /// Whether a head has gone out.
    public var isStarted: Bool {
        get async {
            await connection.perform { [exchange] in $0.isStarted(exchange) }
        }
    }

    /// Looks at the head of an answer before it goes out, and may add fields.
    public typealias HeadHook = @Sendable (HTTPResponse.Status, inout HTTPFields) -> Void

    /// Has `hook` called with the head of whatever answers this request, also when the server does so by itself; a later
    /// one takes its place. It is called on the connection's loop and must not wait.
    public func beforeHead(_ hook: @escaping HeadHook) async {
        await connection.perform { [exchange] in $0.beforeHead(exchange, hook) }
    }

    /// Sends a whole answer in one write.
    ///
    /// To HEAD, and with a status that forbids content, the body stays unsent. Suspends while too much is unsent.
    ///
    /// - Throws: `ServerError.clientLeft`, `.alreadyAnswered`, `.malformedAnswer`; `CancellationError`.
    public func send(
        _ status: HTTPResponse.Status, _ fields: HTTPFields = [:], body: [UInt8] = []
    ) async throws {
        let outcome = try await connection.perform { [exchange] in
            try $0.respond(exchange, status, fields, body)
        }
        if outcome == .aboveHighWater { try await connection.drained() }
    }

    /// Answers HEAD with the head that an answer to GET would have, whose body has this length if it is known.
    ///
    /// - Precondition: the request is one for HEAD.
    /// - Throws: as `send` does.
    public func sendHead(_ status: HTTPResponse.Status, _ fields: HTTPFields, length: Int?) async throws {
        let outcome = try await connection.perform { [exchange] in
            try $0.respondToHead(exchange, status, fields, length: length)
        }
        if outcome == .aboveHighWater { try await connection.drained() }
    }

    /// Begins an answer of unknown length, with head and first bytes in one write.
    ///
    /// The body is chunked for HTTP/1.1; for HTTP/1.0 it ends with the connection.
    ///
    /// - Throws: as `send` does.
    public func start(
        _ status: HTTPResponse.Status, _ fields: HTTPFields = [:], first: [UInt8] = []
    ) async throws -> BodyWriter {
        let outcome = try await connection.perform { [exchange] in
            try $0.start(exchange, status, fields, first: first)
        }
        if outcome == .aboveHighWater { try await connection.drained() }
        return BodyWriter(connection: connection, exchange: exchange)
    }
}
