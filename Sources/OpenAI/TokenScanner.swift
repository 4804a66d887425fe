import JSON

/// Reads the entries of a chat's log-probabilities from their text; what is unusual about one is left to the tree.
struct TokenScanner {
    /// The list of the token that is being read; its memory serves all of them.
    private var listed: [ScannedToken] = []

    /// How many tokens most lists have at most.
    private static let usualLength = 21

    init() { listed.reserveCapacity(Self.usualLength) }

    /// Reads the entry that stands next, with the list of its most likely tokens.
    mutating func token(_ reader: inout JSONReader) throws -> TokenLogprobs {
        listed.removeAll(keepingCapacity: true)
        let sampled = try entry(&reader, hasList: true)
        guard let token = TokenLogprobs(sampled, listed: &listed, in: reader) else {
            throw ChatChunkScanner.Unusual()
        }
        return token
    }

    /// Reads `{"token", "logprob", "bytes", "id"}`, and `top_logprobs` if it may have such a list.
    private mutating func entry(_ reader: inout JSONReader, hasList: Bool) throws -> ScannedToken {
        guard try reader.next() == UInt8(ascii: "{") else { throw ChatChunkScanner.Unusual() }
        if let token = try compactEntry(&reader, hasList: hasList) { return token }
        var token = ScannedToken()
        var met = ChatChunkScanner.Met()
        var list = try reader.beginObject()
        while let name = try reader.nextMember(of: &list) {
            guard !name.hasEscapes else { throw ChatChunkScanner.Unusual() }
            switch name.range.count {
            case 5 where reader.stands("token", at: name.range):
                try met.note(0)
                token.text = try text(&reader)
            case 7 where reader.stands("logprob", at: name.range):
                try met.note(1)
                token.logprob = try number(&reader)
            case 5 where reader.stands("bytes", at: name.range):
                try met.note(2)
                token.bytes = try byteList(&reader)
            case 2 where reader.stands("id", at: name.range):
                try met.note(3)
                token.id = try reader.skipUnsignedInteger()
                guard token.id != nil else { throw ChatChunkScanner.Unusual() }
            case 12 where hasList && reader.stands("top_logprobs", at: name.range):
                try met.note(4)
                try readList(&reader)
            default: try reader.skipValue()
            }
        }
        guard !token.logprob.isNaN, !token.text.isEmpty else { throw ChatChunkScanner.Unusual() }
        return token
    }

    /// Reads an entry whose members stand in OpenAI's order without spaces, as most do; nil, and nothing passed, if they
    /// do not.
    @inline(__always)
    private mutating func compactEntry(_ reader: inout JSONReader, hasList: Bool) throws -> ScannedToken? {
        let start = reader.offset
        var token = ScannedToken()
        if reader.take("{\"token\":") {
            token.text = try text(&reader)
            if reader.take(",\"logprob\":") {
                token.logprob = try number(&reader)
                if reader.take(",\"bytes\":") { token.bytes = try byteList(&reader) }
                if hasList, reader.take(",\"top_logprobs\":") { try readList(&reader) }
                if reader.take("}") { return token }
            }
        }
        reader.offset = start
        if hasList { listed.removeAll(keepingCapacity: true) }
        return nil
    }

    private mutating func readList(_ reader: inout JSONReader) throws {
        guard try reader.next() == UInt8(ascii: "[") else {
            guard try reader.readValue().isNull else { throw ChatChunkScanner.Unusual() }
            return
        }
        var list = try reader.beginArray()
        while try reader.nextElement(of: &list) { listed.append(try entry(&reader, hasList: false)) }
    }

    /// The place of a string, with its quotes, so that one that is not there differs from one that is empty.
    @inline(__always)
    private func text(_ reader: inout JSONReader) throws -> Range<Int> {
        guard try reader.next() == UInt8(ascii: "\"") else { throw ChatChunkScanner.Unusual() }
        let content = try reader.skipString().range
        return content.lowerBound - 1..<content.upperBound + 1
    }

    @inline(__always)
    private func number(_ reader: inout JSONReader) throws -> Double {
        switch try reader.next() {
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            guard let value = try reader.readDouble() else { throw ChatChunkScanner.Unusual() }
            return value
        default: throw ChatChunkScanner.Unusual()
        }
    }

    /// The place of a list of bytes, with its brackets; nil for `null`.
    @inline(__always)
    private func byteList(_ reader: inout JSONReader) throws -> Range<Int>? {
        guard try reader.next() == UInt8(ascii: "[") else {
            guard try reader.readValue().isNull else { throw ChatChunkScanner.Unusual() }
            return nil
        }
        return try reader.skipByteList()
    }
}
