public import Glibc

// What tells texts apart by their spelling, without reading them.
extension JSONReader {
    /// Whether the bytes are these. The length is known where this is compiled into, so that few instructions compare them.
    @inlinable @inline(__always)
    public func stands(_ text: StaticString, at range: Range<Int>) -> Bool {
        range.count == text.utf8CodeUnitCount
            && memcmp(start + range.lowerBound, text.utf8Start, text.utf8CodeUnitCount) == 0
    }

    /// Passes over the text, if it stands here.
    @inlinable @inline(__always)
    public mutating func take(_ text: StaticString) -> Bool {
        guard bytes.count - offset >= text.utf8CodeUnitCount,
            memcmp(start + offset, text.utf8Start, text.utf8CodeUnitCount) == 0
        else { return false }
        offset += text.utf8CodeUnitCount
        return true
    }

    /// Where the bytes begin; those of a text that is not empty.
    @inlinable @inline(__always)
    var start: UnsafePointer<UInt8> { bytes.baseAddress.unsafelyUnwrapped }

    /// Passes over these bytes, if they stand here.
    package mutating func pass(_ text: ArraySlice<UInt8>) -> Bool {
        guard bytes.count - offset >= text.count else { return false }
        let isHere = text.withUnsafeBytes { text in
            // Nothing stands everywhere.
            text.baseAddress.map { memcmp(start + offset, $0, text.count) == 0 } ?? true
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
