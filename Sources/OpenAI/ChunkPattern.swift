import JSON

/// What a chunk has in common with the one before: mostly everything but what it says of its one choice.
///
/// What stands between these gaps need not be read where it is the same, byte for byte: then it says the same.
final class ChunkPattern: Sendable {
    /// Where a chunk has what differs from one to the next.
    struct Gap: Sendable {
        /// What stands there.
        enum Kind: Sendable {
            /// The number of the choice.
            case index
            /// What has come of it.
            case delta
            /// Its log-probabilities.
            case logprobs
            /// Why it ended, if it has.
            case finishReason
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
    /// Whether the only choice of that chunk has text of its own.
    private let hasText: Bool

    /// The pattern of a chunk that has been read; nil if it is not about one choice.
    init?(of bytes: [UInt8], _ chunk: ChatChunk, gaps: [Gap]) {
        guard chunk.choices.count == 1 else { return nil }
        self.bytes = bytes
        self.gaps = gaps
        hasText = chunk.choices[0].hasText
    }

    /// What a chunk says of its only choice, if it has this pattern; all else in it is what the one before said.
    func choice(in reader: inout JSONReader, by scanner: ChatChunkScanner) throws -> ChatChunk.Choice? {
        var choice = ChatChunk.Choice()
        choice.hasText = hasText
        var place = 0
        for gap in gaps {
            guard reader.pass(bytes[place..<gap.range.lowerBound]) else { return nil }
            reader.depth = gap.depth
            switch gap.kind {
            case .index:
                guard let index = try reader.skipUnsignedInteger() else { return nil }
                choice.index = index
            case .delta: try scanner.readDelta(&reader, of: &choice)
            case .logprobs: choice.logprobs = try scanner.logprobs(&reader)
            case .finishReason: choice.finishReason = try reader.readValue().string
            }
            place = gap.range.upperBound
        }
        guard reader.pass(bytes[place...]) else { return nil }
        try reader.finish()
        return reader.hasMetSurrogate ? nil : choice
    }
}
