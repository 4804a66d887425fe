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

    /// The same response, whose call is over once the last who reads it has let go of it.
    func recorded(by record: CallRecord) -> UpstreamResponse {
        var response = self
        response.body.record = record
        return response
    }
}

extension [UInt8] {
    /// The bytes with a secret, if they are text that holds it, made unreadable.
    func hiding(_ secret: String?) -> [UInt8] {
        guard let secret, !secret.isEmpty, let text = String(validating: self, as: UTF8.self), text.contains(secret)
        else { return self }
        return Array(text.replacing(secret, with: "…").utf8)
    }
}

/// The bytes of an answer as they arrive; dropping it closes the connection.
public struct UpstreamBody: AsyncSequence, Sendable {
    /// A piece of the body, never empty.
    public typealias Element = [UInt8]

    private let base: ResponseBody
    fileprivate(set) var record: CallRecord?

    init(_ base: ResponseBody) { self.base = base }

    /// Begins to read; there is one reader.
    public func makeAsyncIterator() -> Iterator { Iterator(base: base.makeAsyncIterator(), record: record) }

    /// Reads on; `next()` throws `ModelError`, or `CancellationError` if the task was cancelled.
    public struct Iterator: AsyncIteratorProtocol {
        fileprivate var base: ResponseBody.AsyncIterator
        fileprivate let record: CallRecord?

        /// The next piece, nil at the end.
        public mutating func next() async throws -> [UInt8]? {
            do {
                return try await base.next()
            } catch {
                try Task.checkCancellation()
                let error = ModelError(error)
                record?.failed(error)
                throw error
            }
        }
    }

    /// The next piece; nil at the end, or when none has come within `limit`, which ends the transfer.
    func next(within limit: Duration?) async throws -> [UInt8]? {
        guard let limit else {
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

    /// The first bytes of the body, at most `limit`; how it goes on does not matter.
    func prefix(upTo limit: Int) async throws -> [UInt8] {
        var start: [UInt8] = []
        for try await piece in self {
            start += piece.prefix(limit - start.count)
            if start.count == limit { break }
        }
        return start
    }
}
