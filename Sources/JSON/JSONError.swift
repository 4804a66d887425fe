/// Why a text is not the JSON that was asked for. Offsets count bytes from the start of the text.
public enum JSONError: Error, Hashable, Sendable {
    /// The text ends inside a value, or holds none.
    case unexpectedEnd(offset: Int)
    /// A byte that cannot stand here.
    case unexpectedByte(UInt8, offset: Int)
    /// Bytes that are not UTF-8 (RFC 8259 §8.1).
    case invalidUTF8(offset: Int)
    /// Half of a surrogate pair, which no string can hold (RFC 8259 §8.2).
    case loneSurrogate(offset: Int)
    /// More than `limit` arrays and objects inside one another.
    case tooDeep(limit: Int, offset: Int)
    /// Something follows the value.
    case trailingBytes(offset: Int)
    /// The text is valid, but its top level is not an object.
    case notAnObject

    /// What is wrong, in words for the person who sent the text.
    public var reason: String {
        switch self {
        case .unexpectedEnd(let offset): "the text ends too early, at byte \(offset)"
        case .unexpectedByte(let byte, let offset): "unexpected \(Self.name(of: byte)) at byte \(offset)"
        case .invalidUTF8(let offset): "the text is not UTF-8 at byte \(offset)"
        case .loneSurrogate(let offset): "half of a surrogate pair at byte \(offset)"
        case .tooDeep(let limit, let offset): "nested more than \(limit) deep at byte \(offset)"
        case .trailingBytes(let offset): "something follows the value at byte \(offset)"
        case .notAnObject: "expected an object"
        }
    }

    private static func name(of byte: UInt8) -> String {
        (0x21...0x7E).contains(byte) ? "'\(Character(Unicode.Scalar(byte)))'" : "byte 0x\(String(byte, radix: 16))"
    }
}
