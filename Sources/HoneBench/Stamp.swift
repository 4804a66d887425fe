/// How the mock writes the moment of sending into the text of an event, and how the load generator finds it again: a
/// character that is nowhere else in the event, and decimal digits.
enum Stamp {
    /// What stands before the digits.
    static let mark = UInt8(ascii: "@")

    /// The moment as it is written.
    static func text(_ moment: Int64) -> [UInt8] {
        [mark] + Array(String(moment).utf8)
    }

    /// The moment that `event` carries, if it does.
    static func moment(in event: UnsafeRawBufferPointer) -> Int64? {
        guard let place = event.firstIndex(of: mark) else { return nil }
        var value: Int64 = 0
        var hasDigits = false
        for byte in event[(place + 1)...] {
            guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { break }
            value = value &* 10 &+ Int64(byte - UInt8(ascii: "0"))
            hasDigits = true
        }
        return hasDigits ? value : nil
    }
}
