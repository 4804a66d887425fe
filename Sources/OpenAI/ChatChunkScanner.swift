import JSON

/// Reads a chunk of a stream in one pass over its text, without a tree of what nobody asks for.
///
/// It knows what chunks look like and reads nothing else: of anything unusual it says so, and the chunk is read by way of
/// a tree, as if this did not exist. What it does read is what the tree would have said.
struct ChatChunkScanner {
    /// Something that is left to the tree.
    struct Unusual: Error {}

    /// Members of one object that have been met: of two with one name the tree decides which counts.
    struct Met {
        private var members: UInt8 = 0

        /// Notes a member by its number.
        mutating func note(_ number: UInt8) throws {
            guard members & 1 << number == 0 else { throw Unusual() }
            members |= 1 << number
        }
    }

    private let bytes: [UInt8]
    private let isText: Bool
    private let readsLogprobs: Bool
    /// Where the chunk has what chunks of its pattern differ in.
    private var gaps: [ChunkPattern.Gap] = []

    init(_ bytes: [UInt8], isText: Bool, readsLogprobs: Bool) {
        self.bytes = bytes
        self.isText = isText
        self.readsLogprobs = readsLogprobs
    }

    /// What the text says of its only choice, if it has this pattern.
    func choice(by pattern: ChunkPattern) -> ChatChunk.Choice? {
        try? bytes.withUnsafeBufferPointer { text in
            var reader = try JSONReader(text)
            return try pattern.choice(in: &reader, by: self)
        }
    }

    /// The chunk in the text, or nil if it is unusual or wrong; with the pattern that the next one may have.
    mutating func chunk() -> (chunk: ChatChunk, pattern: ChunkPattern?)? {
        try? bytes.withUnsafeBufferPointer { text in
            var reader = try JSONReader(text)
            let chunk = try chunk(&reader)
            try reader.finish()
            // Half of a surrogate pair, which is no text, is for the tree to find.
            guard !reader.hasMetSurrogate else { throw Unusual() }
            return (chunk, isText ? nil : ChunkPattern(of: bytes, chunk, gaps: gaps))
        }
    }

    private mutating func chunk(_ reader: inout JSONReader) throws -> ChatChunk {
        var chunk = ChatChunk()
        var met = Met()
        guard try reader.next() == UInt8(ascii: "{") else { throw Unusual() }
        var list = try reader.beginObject()
        while let name = try reader.nextMember(of: &list) {
            guard !name.hasEscapes else { throw Unusual() }
            switch name.range.count {
            case 5 where reader.stands("model", at: name.range):
                try met.note(0)
                chunk.origin.model = try reader.readValue().string
            case 5 where reader.stands("usage", at: name.range):
                try met.note(1)
                chunk.usage = Usage(reading: try reader.readValue())
            case 5 where reader.stands("error", at: name.range):
                guard try reader.readValue().isNull else { throw Unusual() }
            case 7 where reader.stands("choices", at: name.range):
                try met.note(2)
                chunk.choices = try choices(&reader)
            case 12 where reader.stands("service_tier", at: name.range):
                try met.note(3)
                chunk.origin.serviceTier = try reader.readValue().string
            case 18 where reader.stands("system_fingerprint", at: name.range):
                try met.note(4)
                chunk.origin.systemFingerprint = try reader.readValue().string
            default: try reader.skipValue()
            }
        }
        return chunk
    }

    private mutating func choices(_ reader: inout JSONReader) throws -> [ChatChunk.Choice] {
        guard try reader.next() == UInt8(ascii: "[") else { throw Unusual() }
        var choices: [ChatChunk.Choice] = []
        var list = try reader.beginArray()
        while try reader.nextElement(of: &list) { choices.append(try choice(&reader)) }
        return choices
    }

    private mutating func choice(_ reader: inout JSONReader) throws -> ChatChunk.Choice {
        guard try reader.next() == UInt8(ascii: "{") else { throw Unusual() }
        var choice = ChatChunk.Choice()
        var text = JSON.null
        var met = Met()
        var list = try reader.beginObject()
        while let name = try reader.nextMember(of: &list) {
            guard !name.hasEscapes else { throw Unusual() }
            _ = try reader.next()
            let start = reader.offset
            switch name.range.count {
            case 4 where reader.stands("text", at: name.range):
                try met.note(0)
                text = try reader.readValue()
            case 5 where reader.stands("index", at: name.range):
                try met.note(1)
                choice.index = try reader.readValue().int
                noteGap(.index, from: start, reader)
            case 5 where reader.stands("delta", at: name.range):
                try met.note(2)
                try readDelta(&reader, of: &choice)
                noteGap(.delta, from: start, reader)
            case 8 where reader.stands("logprobs", at: name.range):
                try met.note(3)
                choice.logprobs = try logprobs(&reader)
                noteGap(.logprobs, from: start, reader)
            case 13 where reader.stands("finish_reason", at: name.range):
                try met.note(4)
                choice.finishReason = try reader.readValue().string
                noteGap(.finishReason, from: start, reader)
            default: try reader.skipValue()
            }
        }
        choice.hasText = text.string?.isEmpty == false
        if isText {
            choice.delta = ["content": text]
            choice.content = nil
        }
        return choice
    }

    /// Reads a delta; most bring text and nothing else.
    func readDelta(_ reader: inout JSONReader, of choice: inout ChatChunk.Choice) throws {
        let start = reader
        if reader.take("{\"content\":"), try reader.next() == UInt8(ascii: "\"") {
            let content = try reader.readString()
            if reader.take("}") {
                choice.content = content
                return
            }
        }
        reader = start
        choice.delta = try reader.readValue().object
    }

    /// Notes that what has been read since `start` differs from chunk to chunk.
    private mutating func noteGap(_ kind: ChunkPattern.Gap.Kind, from start: Int, _ reader: JSONReader) {
        gaps.append(ChunkPattern.Gap(kind: kind, range: start..<reader.offset, depth: reader.depth))
    }

    /// The log-probabilities of a chat; the older shape is left to the tree.
    func logprobs(_ reader: inout JSONReader) throws -> ListedLogprobs {
        var logprobs = ListedLogprobs()
        guard try reader.next() == UInt8(ascii: "{") else {
            guard try reader.readValue().isNull else { throw Unusual() }
            return logprobs
        }
        var met = Met()
        var list = try reader.beginObject()
        while let name = try reader.nextMember(of: &list) {
            let isOlderShape =
                reader.stands("tokens", at: name.range) || reader.stands("token_logprobs", at: name.range)
            guard !name.hasEscapes, !isOlderShape else { throw Unusual() }
            let isContent = reader.stands("content", at: name.range)
            if isContent { try met.note(0) }
            guard try reader.next() == UInt8(ascii: "[") else {
                guard try reader.readValue().isNull else { throw Unusual() }
                continue
            }
            let start = reader.offset + 1
            if isContent {
                (logprobs.count, logprobs.tokens) = try tokens(&reader)
            } else {
                try reader.skipValue()
            }
            let elements = bytes[start..<reader.offset - 1]
            let isEmpty = elements.allSatisfy { $0 <= 0x20 }
            logprobs.lists.append((try reader.text(of: name), isEmpty ? [] : elements))
        }
        return logprobs
    }

    private func tokens(_ reader: inout JSONReader) throws -> (count: Int, tokens: [TokenLogprobs]) {
        var scanner = TokenScanner()
        var count = 0
        var tokens: [TokenLogprobs] = []
        var list = try reader.beginArray()
        while try reader.nextElement(of: &list) {
            count += 1
            if readsLogprobs { tokens.append(try scanner.token(&reader)) } else { try reader.skipValue() }
        }
        return (count, tokens)
    }
}
