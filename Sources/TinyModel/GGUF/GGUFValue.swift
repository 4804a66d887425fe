/// A metadata value of a GGUF file; integers and floats of all widths are widened to 64 bits.
enum GGUFValue: Equatable, Sendable {
    case unsigned(UInt64)
    case signed(Int64)
    case float(Double)
    case bool(Bool)
    /// Bytes rather than a `String`, because a token's text need not be UTF-8.
    case string([UInt8])
    case array([GGUFValue])

    /// The value as a non-negative `Int`, if it is one.
    var int: Int? {
        switch self {
        case .unsigned(let value): Int(exactly: value)
        case .signed(let value): value < 0 ? nil : Int(exactly: value)
        default: nil
        }
    }

    /// The value as UTF-8 text, if it is that.
    var text: String? {
        guard case .string(let bytes) = self else { return nil }
        return String(validating: bytes, as: UTF8.self)
    }
}
