/// Turns the bytes of a connection into requests, one after the other (RFC 9112 §2.2, §6, §9.3.2).
///
/// The outcome does not depend on how the bytes are cut, and the time is linear in their number. After `.end` nothing
/// of the next request is looked at until `next()` is called again. After an error every further call throws the same.
public struct RequestDecoder: Sendable {
    /// A piece of a request, in the order head, body…, end.
    public enum Event: Sendable {
        /// A complete and valid head.
        case head(RequestHead)
        /// The next bytes of content, never none.
        case body([UInt8])
        /// The request is complete.
        case end
    }

    private enum State {
        case head
        case length(remaining: Int)
        case chunked
        case failed(HTTPError)
    }

    private let limits: HTTPLimits
    private var state = State.head
    private var headParser: RequestHeadParser
    private var chunkedDecoder: ChunkedDecoder
    private var queue = ByteQueue()

    /// A decoder at the start of a connection.
    public init(limits: HTTPLimits = HTTPLimits()) {
        self.limits = limits
        headParser = RequestHeadParser(limits: limits)
        chunkedDecoder = ChunkedDecoder(limits: limits)
    }

    /// Bytes received and not yet given out.
    public var bufferedBytes: Int { queue.count }

    /// Whether the decoder is between two requests and has not seen the first byte of another.
    public var isIdle: Bool {
        guard case .head = state else { return false }
        return !headParser.hasBegun && bufferedBytes == headParser.consumed
    }

    /// Takes received bytes; `next()` looks at them.
    public mutating func append(_ bytes: UnsafeRawBufferPointer) {
        queue.append(bytes)
    }

    /// Takes received bytes; `next()` looks at them.
    public mutating func append(_ bytes: some Sequence<UInt8>) {
        queue.append(bytes)
    }

    /// The next piece of a request, or nil when more bytes are needed for one.
    public mutating func next() throws(HTTPError) -> Event? {
        do throws(HTTPError) {
            return try advance()
        } catch {
            state = .failed(error)
            throw error
        }
    }

    /// The connection has ended: throws `.incompleteHead` or `.incompleteBody` when it did so within a request.
    ///
    /// To be called when `next()` has returned nil.
    public mutating func finish() throws(HTTPError) {
        switch state {
        case .head:
            if isIdle { return }
            state = .failed(.incompleteHead)
            throw .incompleteHead
        case .length, .chunked:
            state = .failed(.incompleteBody)
            throw .incompleteBody
        case .failed(let error):
            throw error
        }
    }

    private mutating func advance() throws(HTTPError) -> Event? {
        switch state {
        case .head:
            return try parseHead().map(Event.head)
        case .length(remaining: 0):
            return endOfRequest()
        case .length(let remaining):
            let count = min(remaining, bufferedBytes)
            if count == 0 { return nil }
            state = .length(remaining: remaining - count)
            return .body(queue.take(count))
        case .chunked:
            return try decodeChunks()
        case .failed(let error):
            throw error
        }
    }

    private mutating func parseHead() throws(HTTPError) -> RequestHead? {
        let bytes = queue.storage
        guard let head = try headParser.parse(bytes.span.extracting(queue.start..<bytes.count)) else { return nil }
        queue.consume(headParser.consumed)
        switch head.framing {
        case .none: state = .length(remaining: 0)
        case .length(let length): state = .length(remaining: length)
        case .chunked:
            chunkedDecoder = ChunkedDecoder(limits: limits)
            state = .chunked
        }
        return head
    }

    private mutating func decodeChunks() throws(HTTPError) -> Event? {
        let bytes = queue.storage
        var content: [UInt8] = []
        var offset = queue.start
        defer { queue.consume(offset - queue.start) }
        do throws(HTTPError) {
            var step = try chunkedDecoder.step(bytes.span, from: &offset)
            while case .content(let range) = step {
                content.append(contentsOf: bytes[range])
                step = try chunkedDecoder.step(bytes.span, from: &offset)
            }
            if !content.isEmpty { return .body(content) }
            return step == .end ? endOfRequest() : nil
        } catch {
            // Content before the mistake is given out first, as it would be had the bytes come one by one.
            guard !content.isEmpty else { throw error }
            state = .failed(error)
            return .body(content)
        }
    }

    private mutating func endOfRequest() -> Event {
        headParser = RequestHeadParser(limits: limits)
        state = .head
        return .end
    }
}
