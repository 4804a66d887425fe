import JSON

/// What a chunk has in common with the one before: mostly everything but the text that it brings, the choice that this is
/// of, and its log-probabilities.
///
/// What stands between these gaps need not be read where it is the same, byte for byte: then it says the same.
final class ChunkPattern: Sendable {
    /// Where a chunk has what differs from one to the next.
    struct Gap: Sendable {
        /// What stands there.
        enum Kind: Sendable {
            /// The number of the choice.
            case index
            /// The delta's text, with the quotes.
            case content
            /// The choice's log-probabilities.
            case logprobs
        }

        let kind: Kind
        let range: Range<Int>
        /// How many lists it stands in.
        let depth: Int
    }

    /// The chunk from which the pattern was learned.
    private let bytes: [UInt8]
    /// In the order in which they stand.
    private let gaps: [Gap]
    /// What that chunk said of its only choice besides.
    private let finishReason: String?
    private let hasText: Bool

    /// The pattern of a chunk that has been read; nil if it is not about one choice that brings nothing but text.
    init?(of bytes: [UInt8], _ chunk: ChatChunk, gaps: [Gap]) {
        guard chunk.choices.count == 1, chunk.choices[0].content != nil else { return nil }
        self.bytes = bytes
        self.gaps = gaps
        finishReason = chunk.choices[0].finishReason
        hasText = chunk.choices[0].hasText
    }

    /// What a chunk says of its only choice, if it has this pattern; all else in it is what the one before said.
    func choice(in reader: inout JSONReader, by scanner: ChatChunkScanner) throws -> ChatChunk.Choice? {
        var choice = ChatChunk.Choice()
        choice.finishReason = finishReason
        choice.hasText = hasText
        var place = 0
        for gap in gaps {
            guard reader.pass(bytes[place..<gap.range.lowerBound]) else { return nil }
            reader.depth = gap.depth
            switch gap.kind {
            case .index:
                guard let index = try reader.skipUnsignedInteger() else { return nil }
                choice.index = index
            case .content: choice.content = try reader.readString()
            case .logprobs: choice.logprobs = try scanner.logprobs(&reader)
            }
            place = gap.range.upperBound
        }
        guard reader.pass(bytes[place...]) else { return nil }
        try reader.finish()
        return reader.hasMetSurrogate ? nil : choice
    }
}
