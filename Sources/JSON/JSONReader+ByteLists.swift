extension JSONReader {
    /// Passes over the array that stands here. One of integers without spaces, as the lists of a token's bytes are, is
    /// looked at eight bytes at a time; where its digits end cannot be predicted, and they are a third of what a server
    /// with log-probabilities sends.
    package mutating func skipByteList() throws(JSONError) -> Range<Int> {
        let start = offset
        var place = offset + 1
        // What stood before the byte to come, in the highest bit: the bracket counts as neither.
        var digitBefore: UInt64 = 0
        var leadingZeroBefore: UInt64 = 0
        var isWrong: UInt64 = 0
        while bytes.count - place >= 8, depth < limits.maxDepth {
            let word = word(at: place)
            let digits = Self.digits(in: word)
            let commas = Self.bytes(of: word, equalTo: UInt8(ascii: ","))
            // The first byte that is neither ends the list; what is behind it does not count.
            let others = ~(digits | commas) & Self.highs
            let counted = others == 0 ? ~0 : (others & (0 &- others)) &- 1
            let afterDigit = digits << 8 | digitBefore >> 56
            let leadingZeros = Self.bytes(of: word, equalTo: UInt8(ascii: "0")) & ~afterDigit
            // A comma stands behind a digit, and no digit behind a zero in front.
            isWrong |= (commas & ~afterDigit | digits & (leadingZeros << 8 | leadingZeroBefore >> 56)) & counted
            if others != 0 {
                let end = others.trailingZeroBitCount / 8
                let isClosed = bytes[place + end] == UInt8(ascii: "]")
                // The bracket stands behind a digit as well.
                guard isClosed, isWrong == 0, afterDigit & (others & (0 &- others)) != 0 else { break }
                offset = place + end + 1
                return start..<offset
            }
            digitBefore = digits
            leadingZeroBefore = leadingZeros
            place += 8
        }
        return try skipValue()
    }

    private static let ones: UInt64 = 0x0101_0101_0101_0101
    private static let highs: UInt64 = 0x8080_8080_8080_8080

    /// The high bit of each byte that is a digit.
    @inline(__always)
    private static func digits(in word: UInt64) -> UInt64 {
        // Of digits this leaves 0 to 9; adding 118 takes what is more, and nothing else, to 128 or beyond.
        let values = word ^ (ones &* 0x30)
        return ~((values & ~highs &+ ones &* 118) | values) & highs
    }

    /// The high bit of each byte that is `byte`, which is ASCII.
    @inline(__always)
    private static func bytes(of word: UInt64, equalTo byte: UInt8) -> UInt64 {
        let difference = word ^ (ones &* UInt64(byte))
        return ~((difference & ~highs &+ ones &* 127) | difference) & highs
    }
}
