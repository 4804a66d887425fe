/// The body of a response, pulled in pieces as they arrive; for one reader.
///
/// While the reader is behind, the transfer is paused at `CurlConfiguration.maxBufferedBytes` and the upstream is held
/// up by TCP. Cancelling the reading task, or letting go of the body and its iterators, closes the connection at once.
public struct ResponseBody: AsyncSequence, Sendable {
    /// Gives the pieces.
    public struct AsyncIterator: AsyncIteratorProtocol {
        fileprivate let reading: Reading

        /// All bytes received since the last call, waiting for the first; nil after the last.
        /// - Throws: `CurlError` when the body cannot be completed; a body cut off is never a clean end.
        public mutating func next() async throws(CurlError) -> [UInt8]? {
            try await reading.exchange.next()
        }

        /// As `next()`, on the caller's actor.
        public mutating func next(isolation actor: isolated (any Actor)?) async throws(CurlError) -> [UInt8]? {
            try await reading.exchange.next()
        }
    }

    /// Stops the transfer with its last reference.
    fileprivate final class Reading: Sendable {
        let exchange: Exchange
        /// Whoever still reads keeps the engine running.
        private let client: CurlClient

        init(_ exchange: Exchange, client: CurlClient) {
            self.exchange = exchange
            self.client = client
        }

        deinit {
            exchange.abandon(.cancelled)
        }
    }

    private let reading: Reading

    init(_ exchange: Exchange, client: CurlClient) {
        reading = Reading(exchange, client: client)
    }

    /// Whether the next piece, or the end, is there already, so that asking for it does not wait.
    public var isReady: Bool { reading.exchange.isReady }

    /// An iterator; several of one body share what arrives.
    public func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(reading: reading)
    }

    /// The whole body.
    /// - Throws: `CurlError.bodyTooLarge` above `limit` bytes, which also stops the transfer, or the transfer's failure.
    public nonisolated(nonsending) func collect(upTo limit: Int) async throws(CurlError) -> [UInt8] {
        var whole: [UInt8] = []
        while let piece = try await reading.exchange.next() {
            guard whole.count + piece.count <= limit else {
                reading.exchange.abandon(.bodyTooLarge(limit: limit))
                throw .bodyTooLarge(limit: limit)
            }
            if whole.isEmpty { whole = piece } else { whole += piece }
        }
        return whole
    }
}
