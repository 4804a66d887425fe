/// The body of a request, in pieces as they come; to be read once, by one task at a time.
///
/// The socket is not read further than `ServerLimits.lookAheadBytes` beyond what was asked for. Reading throws
/// `ServerError` (`.malformedRequest`, `.bodyTimedOut`, `.clientLeft`), or `CancellationError` when the task was
/// cancelled.
public struct RequestBody: AsyncSequence, Sendable {
    /// A piece of content, never empty.
    public typealias Element = [UInt8]

    let connection: Connection
    let exchange: Int
    let declaredLength: Int?

    /// Reads on where the body was left.
    public func makeAsyncIterator() -> Iterator {
        Iterator(body: self)
    }

    /// All of the body.
    ///
    /// - Throws: `ServerError.bodyTooLarge` when it is, or says it is, longer than `limit` bytes; what reading throws.
    public func collect(upTo limit: Int) async throws -> [UInt8] {
        if let declaredLength, declaredLength > limit { throw ServerError.bodyTooLarge(limit: limit) }
        var content: [UInt8] = []
        var iterator = makeAsyncIterator()
        while let piece = try await iterator.next() {
            guard content.count + piece.count <= limit else { throw ServerError.bodyTooLarge(limit: limit) }
            if content.isEmpty { content = piece } else { content += piece }
        }
        return content
    }

    /// Gives out the pieces.
    public struct Iterator: AsyncIteratorProtocol {
        let body: RequestBody

        /// The next piece, nil at the end.
        public mutating func next() async throws -> [UInt8]? {
            if body.declaredLength == 0 { return nil }
            let exchange = body.exchange
            switch await body.connection.perform({ $0.pollBody(exchange) }) {
            case .bytes(let bytes): return bytes
            case .end: return nil
            case .failed(let error): throw error
            case .notYet: return try await body.connection.awaitBody(exchange)
            }
        }
    }
}
