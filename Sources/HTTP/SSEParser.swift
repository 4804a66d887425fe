/// Reads events from the bytes of a `text/event-stream` as they arrive (WHATWG HTML §9.2.6).
///
/// An event is given out with the last byte it needs: a line that ends in CR does not wait for an LF. What is
/// incomplete when the stream ends is no event.
public struct SSEParser: Sendable {
    private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    private let maxEventBytes: Int
    private var queue = ByteQueue()
    private var scanned = 0
    private var isFirstLine = true
    private var ignoresLineFeed = false
    private var failure: HTTPError?

    private var event: String?
    private var data: [UInt8] = []
    private var hasData = false
    private var id: String?
    private var retry: Int?

    /// The last id of the stream, which a client that reconnects would send as Last-Event-ID.
    public private(set) var lastEventID = ""

    /// A parser at the start of a stream; `maxEventBytes` bounds an event's data and its longest line together.
    public init(maxEventBytes: Int = HTTPLimits().maxEventBytes) {
        self.maxEventBytes = maxEventBytes
    }

    /// Bytes held for the event that is incomplete.
    public var bufferedBytes: Int { queue.count + data.count }

    /// Takes received bytes; `next()` looks at them.
    public mutating func append(_ bytes: UnsafeRawBufferPointer) {
        queue.append(bytes)
    }

    /// Takes received bytes; `next()` looks at them.
    public mutating func append(_ bytes: [UInt8]) {
        queue.append(bytes)
    }

    /// Takes received bytes; `next()` looks at them.
    public mutating func append(_ bytes: some Sequence<UInt8>) {
        queue.append(bytes)
    }

    /// The next complete event, or nil when more bytes are needed; throws `.eventTooLarge`, and from then on always.
    public mutating func next() throws(HTTPError) -> SSEEvent? {
        if let failure { throw failure }
        while true {
            if ignoresLineFeed, queue.count > 0 {
                if queue[0] == .lineFeed { queue.consume(1) }
                ignoresLineFeed = false
            }
            scanned = queue.lineEnd(from: scanned)
            guard data.count + scanned <= maxEventBytes else {
                failure = .eventTooLarge(limit: maxEventBytes)
                throw .eventTooLarge(limit: maxEventBytes)
            }
            guard scanned < queue.count else { return nil }
            ignoresLineFeed = queue[scanned] == .carriageReturn
            let line = queue.start..<queue.start + scanned
            queue.consume(scanned + 1)
            scanned = 0
            if line.isEmpty, !isFirstLine {
                if let event = dispatch() { return event }
            } else if !takeData(line), let event = take(queue.storage[line]) {
                return event
            }
        }
    }

    /// Takes a line that stands there, if it is data: nearly every line is.
    private mutating func takeData(_ line: Range<Int>) -> Bool {
        let name: StaticString = "data:"
        guard !isFirstLine, queue.storage.span.extracting(line).starts(with: name) else { return false }
        var start = line.lowerBound + name.utf8CodeUnitCount
        if start < line.upperBound, queue.storage[start] == .space { start += 1 }
        addData(queue.storage[start..<line.upperBound])
        return true
    }

    private mutating func addData(_ value: ArraySlice<UInt8>) {
        if hasData {
            data.append(.lineFeed)
            data.append(contentsOf: value)
        } else {
            data = Array(value)
            hasData = true
        }
    }

    /// Takes a line; the event, when the line is the empty one that ends it.
    private mutating func take(_ line: ArraySlice<UInt8>) -> SSEEvent? {
        var line = line
        if isFirstLine {
            isFirstLine = false
            if line.starts(with: Self.byteOrderMark) { line = line.dropFirst(Self.byteOrderMark.count) }
        }
        guard let first = line.first else { return dispatch() }
        if first == .colon { return nil }
        let colon = line.firstIndex(of: .colon) ?? line.endIndex
        var value = line[colon...].dropFirst()
        if value.first == .space { value = value.dropFirst() }
        switch String(decoding: line[..<colon], as: UTF8.self) {
        case "data": addData(value)
        case "event":
            event = value.isEmpty ? nil : String(decoding: value, as: UTF8.self)
        case "id" where !value.contains(0):
            id = String(decoding: value, as: UTF8.self)
        case "retry" where !value.isEmpty && value.allSatisfy(\.isDigit):
            retry = Int(String(decoding: value, as: UTF8.self))
        default:
            break
        }
        return nil
    }

    private mutating func dispatch() -> SSEEvent? {
        defer {
            event = nil
            data = []
            hasData = false
            id = nil
            retry = nil
        }
        if let id { lastEventID = id }
        return hasData ? SSEEvent(event: event, data: data, id: id, retry: retry) : nil
    }
}
