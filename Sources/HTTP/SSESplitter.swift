/// Cuts a `text/event-stream` behind each blank line and leaves every byte as it came: the slices joined together are
/// the stream. Where the cuts are does not depend on how the bytes were delivered.
public struct SSESplitter: Sendable {
    private enum State {
        /// Nothing of the line has been seen; how the line before it ended.
        case lineStart(after: LineEnd)
        case insideLine
        /// A line with bytes ended in CR, so that an LF now belongs to it.
        case afterReturn
        /// A blank line ended in CR and an LF is to be expected, because the line before ended in CR LF.
        case awaitingLineFeed
        /// A blank line ended in CR and was cut there; an LF now belongs to it, but begins the next slice.
        case afterCut
    }

    private enum LineEnd {
        case returnAndLineFeed, other
    }

    private let maxEventBytes: Int
    private var queue = ByteQueue()
    private var scanned = 0
    private var state = State.lineStart(after: .other)
    private var failure: HTTPError?

    /// A splitter at the start of a stream; `maxEventBytes` bounds a slice.
    public init(maxEventBytes: Int = HTTPLimits().maxEventBytes) {
        self.maxEventBytes = maxEventBytes
    }

    /// Bytes held for the slice that is incomplete.
    public var bufferedBytes: Int { queue.count }

    /// Takes received bytes; `next()` looks at them.
    public mutating func append(_ bytes: UnsafeRawBufferPointer) {
        queue.append(bytes)
    }

    /// Takes received bytes; `next()` looks at them.
    public mutating func append(_ bytes: some Sequence<UInt8>) {
        queue.append(bytes)
    }

    /// The bytes up to and with the next blank line, or nil when more are needed; throws `.eventTooLarge`, and from then
    /// on always.
    public mutating func next() throws(HTTPError) -> [UInt8]? {
        if let failure { throw failure }
        while scanned < queue.count {
            // Within a line nothing matters but its end, which may be far.
            if case .insideLine = state { scanned = queue.lineEnd(from: scanned) }
            let end = scanned < queue.count ? cut(after: queue[scanned]) : nil
            guard end ?? scanned <= maxEventBytes else {
                failure = .eventTooLarge(limit: maxEventBytes)
                throw .eventTooLarge(limit: maxEventBytes)
            }
            if let end {
                scanned = 0
                return queue.take(end)
            }
        }
        return nil
    }

    /// What is left when the stream has ended without a blank line, or nil when nothing is.
    public mutating func finish() -> [UInt8]? {
        scanned = 0
        state = .lineStart(after: .other)
        return queue.count == 0 ? nil : queue.take(queue.count)
    }

    /// Moves past `byte`, at `scanned`; the length of the slice when it ends here.
    private mutating func cut(after byte: UInt8) -> Int? {
        if case .awaitingLineFeed = state, byte != .lineFeed {
            state = .lineStart(after: .other)
            return scanned
        }
        scanned += 1
        switch (byte, state) {
        case (.lineFeed, .lineStart), (.lineFeed, .awaitingLineFeed):
            state = .lineStart(after: .other)
            return scanned
        case (.lineFeed, .insideLine), (.lineFeed, .afterCut):
            state = .lineStart(after: .other)
        case (.lineFeed, .afterReturn):
            state = .lineStart(after: .returnAndLineFeed)
        case (.carriageReturn, .lineStart(after: .returnAndLineFeed)):
            state = .awaitingLineFeed
        case (.carriageReturn, .lineStart), (.carriageReturn, .afterReturn), (.carriageReturn, .afterCut):
            state = .afterCut
            return scanned
        case (.carriageReturn, .insideLine):
            state = .afterReturn
        default:
            state = .insideLine
        }
        return nil
    }
}
