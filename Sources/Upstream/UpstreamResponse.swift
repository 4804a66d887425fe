import CurlClient
public import HTTPTypes
import Refinement

/// What a model server answered, its body still arriving.
public struct UpstreamResponse: Sendable {
    /// The status.
    public let status: HTTPResponse.Status
    /// The fields, as the server sent them.
    public let fields: HTTPFields
    /// The body, read by one consumer.
    public private(set) var body: UpstreamBody
    /// The key that Hone showed the server.
    let key: String?

    /// Bytes of the body in which Hone's key, which a server that refuses it may quote, cannot be read.
    public func hidingKey(_ bytes: [UInt8]) -> [UInt8] { bytes.hiding(key) }

    /// The same response, which tells `answer` how it is read.
    func held(by answer: OpenAnswer) -> UpstreamResponse {
        var response = self
        response.body.answer = answer
        return response
    }
}

/// The bytes of an answer as they arrive; dropping it closes the connection.
public struct UpstreamBody: AsyncSequence, Sendable {
    /// A piece of the body, never empty.
    public typealias Element = [UInt8]

    private let base: ResponseBody
    fileprivate(set) var answer: OpenAnswer?

    init(_ base: ResponseBody) { self.base = base }

    /// Begins to read; there is one reader.
    public func makeAsyncIterator() -> Iterator { Iterator(base: base.makeAsyncIterator(), answer: answer) }

    /// Reads on; `next()` throws `ModelError`, or `CancellationError` if the task was cancelled.
    public struct Iterator: AsyncIteratorProtocol {
        fileprivate var base: ResponseBody.AsyncIterator
        fileprivate let answer: OpenAnswer?

        /// The next piece, nil at the end.
        public mutating func next() async throws -> [UInt8]? {
            do {
                let piece = try await base.next()
                if let piece { answer?.note(piece) } else { answer?.end() }
                return piece
            } catch {
                try Task.checkCancellation()
                let error = ModelError(error)
                answer?.fail(error)
                throw error
            }
        }
    }

    /// The next piece; nil at the end, or when none has come within `limit`, which ends the transfer.
    func next(within limit: Duration?) async throws -> [UInt8]? {
        // What is there needs no clock; the end mostly comes together with the last piece.
        guard let limit, !base.isReady else {
            var iterator = makeAsyncIterator()
            return try await iterator.next()
        }
        return try await withThrowingTaskGroup(of: [UInt8]?.self) { group in
            defer { group.cancelAll() }
            group.addTask {
                var iterator = makeAsyncIterator()
                return try await iterator.next()
            }
            group.addTask {
                try await Task.sleep(for: limit)
                return nil
            }
            return try await group.next() ?? nil
        }
    }

    /// The whole body.
    ///
    /// - Throws: `ModelError`, `.garbled` if it is longer than `limit` bytes.
    func collect(upTo limit: Int) async throws -> [UInt8] {
        do {
            return try await base.collect(upTo: limit)
        } catch {
            try Task.checkCancellation()
            throw ModelError(error)
        }
    }

    /// The first bytes of the body, at most `limit`, as far as they come within `wait`; how it goes on does not matter.
    ///
    /// - Throws: `CancellationError` if the task was cancelled.
    func start(upTo limit: Int, within wait: Duration) async throws -> [UInt8] {
        let deadline = ContinuousClock.now + wait
        var start: [UInt8] = []
        do {
            while start.count < limit, let piece = try await next(within: ContinuousClock.now.duration(to: deadline)) {
                start += piece.prefix(limit - start.count)
            }
        } catch is ModelError {
            // Where the body breaks off, what has come of it is all there is.
        }
        return start
    }
}
