/// Reads a field value piece by piece in the terms of RFC 9110 §5.6.
struct TokenReader {
    private let bytes: [UInt8]
    private var index = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    var isAtEnd: Bool { index == bytes.count }

    /// Moves past `byte` if it comes next.
    mutating func take(_ byte: UInt8) -> Bool {
        guard index < bytes.count, bytes[index] == byte else { return false }
        index += 1
        return true
    }

    mutating func skipWhitespace() {
        while index < bytes.count, bytes[index].isWhitespace { index += 1 }
    }

    /// The token that comes next, or nil.
    mutating func token() -> String? {
        let start = index
        while index < bytes.count, bytes[index].isTokenCharacter { index += 1 }
        return index == start ? nil : String(decoding: bytes[start..<index], as: UTF8.self)
    }

    /// The content of the quoted string that comes next; nil, without moving, when there is no complete one.
    mutating func quotedString() -> String? {
        guard index < bytes.count, bytes[index] == .quote else { return nil }
        var content: [UInt8] = []
        var cursor = index + 1
        while cursor < bytes.count {
            var byte = bytes[cursor]
            if byte == .quote {
                index = cursor + 1
                return String(decoding: content, as: UTF8.self)
            }
            if byte == .backslash {
                cursor += 1
                guard cursor < bytes.count else { return nil }
                byte = bytes[cursor]
            }
            guard byte.isFieldValueByte else { return nil }
            content.append(byte)
            cursor += 1
        }
        return nil
    }
}
