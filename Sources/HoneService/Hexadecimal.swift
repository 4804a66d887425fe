/// Numbers as lower-case hexadecimal digits of a fixed count.
enum Hexadecimal {
    /// Writes the lowest `digits` digits of a number to `bytes` from `start` on, and returns where they end.
    static func write(
        _ number: UInt64, digits: Int, to bytes: UnsafeMutableBufferPointer<UInt8>, at start: Int
    ) -> Int {
        var rest = number
        for index in (start..<start + digits).reversed() {
            let digit = UInt8(truncatingIfNeeded: rest & 15)
            bytes[index] = digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10
            rest >>= 4
        }
        return start + digits
    }

    /// All sixteen digits of each of some numbers, one after the other.
    static func text(_ numbers: UInt64...) -> String {
        String(unsafeUninitializedCapacity: 16 * numbers.count) { bytes in
            numbers.reduce(0) { end, number in write(number, digits: 16, to: bytes, at: end) }
        }
    }
}
