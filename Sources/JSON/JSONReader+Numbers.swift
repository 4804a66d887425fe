extension JSONReader {
    /// Exponents that are written are looked at up to here; a number that has a larger one is 0, or none that fits.
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

    /// Passes over the array that stands here. One of short integers without spaces, as lists of bytes are, takes no look
    /// at each of them as a value.
    package mutating func skipByteList() throws(JSONError) -> Range<Int> {
        let start = offset
        var place = offset + 1
        var digits = 0
        while place < bytes.count, depth < limits.maxDepth {
            let byte = bytes[place]
            if byte &- UInt8(ascii: "0") < 10 {
                // A zero in front is no integer.
                if digits > 0, bytes[place - digits] == UInt8(ascii: "0") { break }
                digits += 1
            } else if digits > 0, byte == UInt8(ascii: ",") {
                digits = 0
            } else if byte == UInt8(ascii: "]"), digits > 0 {
                offset = place + 1
                return start..<offset
            } else {
                break
            }
            place += 1
        }
        return try skipValue()
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
            try readDigits { decimal.add(fractionDigit: $0) }
        }
        if current == UInt8(ascii: "e") || current == UInt8(ascii: "E") {
            offset += 1
            let isNegative = current == UInt8(ascii: "-")
            if isNegative || current == UInt8(ascii: "+") { offset += 1 }
            var exponent = 0
            try readDigits { exponent = min(exponent * 10 + Int($0), Self.maxExponent) }
            decimal.add(exponent: isNegative ? -exponent : exponent)
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
}
