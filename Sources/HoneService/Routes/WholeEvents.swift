import HTTP

/// The events of a stream that is passed on, each whole, whatever pieces the stream came in. Pure: bytes in, bytes out.
/// Those that came together go on together.
///
/// No byte is changed. What is held back is only the start of an event whose end has not come, which no client could use;
/// of an event that gets too long for that, the pieces go out as they come.
struct WholeEvents {
    private let maxHeldBytes: Int
    private var splitter = SSESplitter(maxEventBytes: .max)

    /// The events of a stream that begins.
    init(maxHeldBytes: Int = ServiceLimits.maxHeldEventBytes) { self.maxHeldBytes = maxHeldBytes }

    /// Takes a piece of the stream, and returns what is to be written at once; empty if there is nothing.
    mutating func take(_ piece: [UInt8]) -> [UInt8] {
        // Servers send whole events, and mostly that is what comes.
        if splitter.bufferedBytes == 0, Self.endsEvent(piece) { return piece }
        splitter.append(piece)
        var write: [UInt8] = []
        // Without a limit of its own the splitter cannot fail.
        while let event = try? splitter.next() { write += event }
        if splitter.bufferedBytes > maxHeldBytes, let start = splitter.finish() { write += start }
        return write
    }

    /// Whether a blank line is the last thing that came.
    private static func endsEvent(_ piece: [UInt8]) -> Bool {
        let lineFeed = UInt8(ascii: "\n")
        guard piece.count > 2, piece[piece.count - 1] == lineFeed else { return false }
        let before = piece[piece.count - 2]
        return before == lineFeed || before == UInt8(ascii: "\r") && piece[piece.count - 3] == lineFeed
    }

    /// What is left at the end of a stream that has ended in order.
    mutating func finish() -> [UInt8]? { splitter.finish() }
}
