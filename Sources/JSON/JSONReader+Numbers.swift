extension JSONReader {
    /// Exponents that are written are looked at up to here; what a number that has a larger one is, others find out.
    private static let maxExponent = 100_000

    /// Passes over the number that stands here and returns the nearest `Double`, nil if the number lies beyond what one
    /// can hold.
    package mutating func readDouble() throws(JSONError) -> Double? {
        let start = offset
        if let common = try readNumber().double { return common }
        guard let value = Double(text(start..<offset)), value.isFinite else { return nil }
        return value
    }

    /// Passes over a number.
    mutating func skipNumber() throws(JSONError) -> Range<Int> {
        let start = offset
        _ = try readNumber()
        return start..<offset
    }

    /// RFC 8259 §6: `-? (0 | [1-9][0-9]*) (\. [0-9]+)? ([eE] [+-]? [0-9]+)?`
    private mutating func readNumber() throws(JSONError) -> Decimal {
        var decimal = Decimal()
        if current == UInt8(ascii: "-") {
            decimal.isNegative = true
            offset += 1
        }
        if current == UInt8(ascii: "0") { offset += 1 } else { try readDigits { decimal.add(digit: $0) } }
        if current == UInt8(ascii: ".") {
            offset += 1
            // Most fractions are long. At least one digit is left, or missed, behind those that are taken together.
            while bytes.count - offset > 8, let value = eightDigits(word(at: offset)), isDigit(bytes[offset + 8]) {
                decimal.add(fractionDigits: value)
                offset += 8
            }
            try readDigits { decimal.add(fractionDigit: $0) }
        }
        if current == UInt8(ascii: "e") || current == UInt8(ascii: "E") {
            offset += 1
            let isNegative = current == UInt8(ascii: "-")
            if isNegative || current == UInt8(ascii: "+") { offset += 1 }
            var exponent = 0
            try readDigits { exponent = min(exponent * 10 + Int($0), Self.maxExponent) }
            decimal.add(exponent: isNegative ? -exponent : exponent)
            if exponent == Self.maxExponent { decimal.isBeyond = true }
        }
        return decimal
    }

    @inline(__always)
    private mutating func readDigits(_ take: (UInt8) -> Void) throws(JSONError) {
        let first = try peek()
        guard first &- UInt8(ascii: "0") < 10 else { throw .unexpectedByte(first, offset: offset) }
        while offset < bytes.count {
            let digit = bytes[offset] &- UInt8(ascii: "0")
            guard digit < 10 else { return }
            take(digit)
            offset += 1
        }
    }

    /// Eight bytes, of which the first stands lowest; there must be as many.
    @inline(__always)
    func word(at place: Int) -> UInt64 {
        UInt64(littleEndian: UnsafeRawBufferPointer(bytes).loadUnaligned(fromByteOffset: place, as: UInt64.self))
    }

    private func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }

    /// The value of eight digits of which the first stands lowest, nil if one of them is none.
    @inline(__always)
    private func eightDigits(_ word: UInt64) -> UInt64? {
        let values = word ^ 0x3030_3030_3030_3030
        guard (values | (values &+ 0x7676_7676_7676_7676)) & 0x8080_8080_8080_8080 == 0 else { return nil }
        // Neighbours are put together: digits to pairs, pairs to fours, fours to the whole.
        let pairs = (values &* 10 &+ values >> 8) & 0x00FF_00FF_00FF_00FF
        let fours = (pairs &* 100 &+ pairs >> 16) & 0x0000_FFFF_0000_FFFF
        return (fours &* 10_000 &+ fours >> 32) & 0xFFFF_FFFF
    }
}
