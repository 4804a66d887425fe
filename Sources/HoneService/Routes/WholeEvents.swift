import HTTP

/// The events of a stream that is passed on, each whole, whatever pieces the stream came in. Pure: bytes in, writes out.
///
/// No byte is changed. What is held back is only the start of an event whose end has not come, which no client could use;
/// of an event that gets too long for that, the pieces go out as they come.
struct WholeEvents {
    private let maxHeldBytes: Int
    private var splitter = SSESplitter(maxEventBytes: .max)

    /// The events of a stream that begins.
    init(maxHeldBytes: Int = ServiceLimits.maxHeldEventBytes) { self.maxHeldBytes = maxHeldBytes }

    /// Takes a piece of the stream, and returns what is to be written, one write each.
    mutating func take(_ piece: [UInt8]) -> [[UInt8]] {
        splitter.append(piece)
        var writes: [[UInt8]] = []
        // Without a limit of its own the splitter cannot fail.
        while let event = try? splitter.next() { writes.append(event) }
        if splitter.bufferedBytes > maxHeldBytes, let start = splitter.finish() { writes.append(start) }
        return writes
    }

    /// What is left at the end of a stream that has ended in order.
    mutating func finish() -> [UInt8]? { splitter.finish() }
}
