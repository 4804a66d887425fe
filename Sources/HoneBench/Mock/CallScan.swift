import CSystem

/// What the mock must know of a call, found by looking for the members' names instead of parsing: a prompt must not
/// hold them.
struct CallScan {
    /// The model's name.
    private(set) var model = ""
    /// How many choices are asked for.
    private(set) var choices = 1
    /// Whether the answer is to be streamed.
    private(set) var isStream = false

    /// Members stand near one of the ends of a body; a long prompt in the middle is not looked through.
    private static let endBytes = 2048

    init(_ body: [UInt8]) {
        body.withUnsafeBytes { bytes in
            if bytes.count <= 2 * Self.endBytes {
                scan(bytes)
            } else {
                scan(UnsafeRawBufferPointer(rebasing: bytes[(bytes.count - Self.endBytes)...]))
                scan(UnsafeRawBufferPointer(rebasing: bytes[..<Self.endBytes]))
            }
        }
    }

    private mutating func scan(_ bytes: UnsafeRawBufferPointer) {
        if let value = Self.value(of: "\"model\"", in: bytes), value.first == UInt8(ascii: "\"") {
            model = String(decoding: value.dropFirst().prefix { $0 != UInt8(ascii: "\"") }, as: UTF8.self)
        }
        if let value = Self.value(of: "\"n\"", in: bytes) {
            let digits = value.prefix { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
            choices = max(1, Int(String(decoding: digits, as: UTF8.self)) ?? 1)
        }
        if let value = Self.value(of: "\"stream\"", in: bytes) { isStream = value.first == UInt8(ascii: "t") }
    }

    /// What begins after the colon that follows `name`.
    private static func value(of name: StaticString, in bytes: UnsafeRawBufferPointer) -> Slice<UnsafeRawBufferPointer>?
    {
        let place = csystem_find(bytes.baseAddress, bytes.count, name.utf8Start, name.utf8CodeUnitCount)
        guard place >= 0 else { return nil }
        let end = place + name.utf8CodeUnitCount
        let rest = bytes[end...].drop { $0 == UInt8(ascii: " ") }
        guard rest.first == UInt8(ascii: ":") else { return nil }
        return rest.dropFirst().drop { $0 == UInt8(ascii: " ") }
    }
}
