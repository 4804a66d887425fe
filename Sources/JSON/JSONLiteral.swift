/// A piece of text of at most 16 bytes that is looked for again and again, in a form that is compared at once.
package struct JSONLiteral: Sendable {
    let low: UInt64
    let high: UInt64
    let lowMask: UInt64
    let highMask: UInt64
    /// How many bytes it has.
    let count: Int

    /// Bytes that one may have.
    static let maxBytes = 16

    /// The literal of this text; what is beyond its longest is left out.
    package init(_ text: StaticString) {
        var words: [UInt64] = [0, 0]
        var masks: [UInt64] = [0, 0]
        let bytes = text.withUTF8Buffer { Array($0.prefix(Self.maxBytes)) }
        for (place, byte) in bytes.enumerated() {
            words[place / 8] |= UInt64(byte) << UInt64(place % 8 * 8)
            masks[place / 8] |= 0xFF << UInt64(place % 8 * 8)
        }
        (low, high, lowMask, highMask, count) = (words[0], words[1], masks[0], masks[1], bytes.count)
    }
}

extension JSONReader {
    /// Passes over the literal, if it stands here and is not among the last bytes of the text.
    package mutating func take(_ literal: JSONLiteral) -> Bool {
        guard bytes.count - offset >= JSONLiteral.maxBytes else { return false }
        let difference =
            (word(at: offset) ^ literal.low) & literal.lowMask | (word(at: offset + 8) ^ literal.high)
            & literal.highMask
        guard difference == 0 else { return false }
        offset += literal.count
        return true
    }

    /// Eight bytes, of which the first stands lowest; there must be as many.
    @inline(__always)
    func word(at place: Int) -> UInt64 {
        UInt64(littleEndian: UnsafeRawBufferPointer(bytes).loadUnaligned(fromByteOffset: place, as: UInt64.self))
    }
}
