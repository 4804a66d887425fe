import Glibc

// What tells texts apart by their spelling, without reading them.
extension JSONReader {
    /// Whether the bytes are these.
    @inlinable @inline(__always)
    package func stands(_ text: StaticString, at range: Range<Int>) -> Bool {
        guard range.count == text.utf8CodeUnitCount else { return false }
        for index in 0..<range.count where bytes[range.lowerBound + index] != text.utf8Start[index] { return false }
        return true
    }

    /// Passes over these bytes, if they stand here.
    package mutating func pass(_ text: ArraySlice<UInt8>) -> Bool {
        guard bytes.count - offset >= text.count else { return false }
        let isHere = text.withUnsafeBytes { text in
            memcmp(UnsafeRawPointer(bytes.baseAddress! + offset), text.baseAddress!, text.count) == 0
        }
        if isHere { offset += text.count }
        return isHere
    }

    /// Whether two values are spelt with the same bytes, and so are the same.
    package func areAlike(_ one: Range<Int>, _ other: Range<Int>) -> Bool {
        bytes[one].elementsEqual(bytes[other])
    }

    /// Whether a value has no whitespace in it.
    package func isSpaceless(_ range: Range<Int>) -> Bool { bytes[range].allSatisfy { $0 > 0x20 } }

    /// Whether a string is spelt in ASCII without escapes, so that no other spelling means the same.
    package func isPlainASCII(_ range: Range<Int>) -> Bool {
        bytes[range].allSatisfy { $0 < 0x80 && $0 != UInt8(ascii: "\\") }
    }

    /// Passes over the value that stands next, and returns it if it is an integer spelt with digits alone that fits.
    package mutating func skipUnsignedInteger() throws(JSONError) -> Int? {
        let place = try skipValue()
        guard place.count <= 18 else { return nil }
        var value = 0
        for byte in bytes[place] {
            let digit = byte &- UInt8(ascii: "0")
            guard digit < 10 else { return nil }
            value = value * 10 + Int(digit)
        }
        return value
    }
}
