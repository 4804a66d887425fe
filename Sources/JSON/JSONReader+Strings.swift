extension JSONReader {
    /// Where a string's content stands, without the quotes.
    public struct StringContent {
        /// Its bytes.
        public let range: Range<Int>
        /// Whether they stand for something else than themselves.
        public let hasEscapes: Bool
    }

    /// Reads the string that stands here.
    package mutating func readString() throws(JSONError) -> String { try text(of: try skipString()) }

    /// A string's text.
    package func text(of content: StringContent) throws(JSONError) -> String {
        content.hasEscapes ? try unescape(content.range) : text(content.range)
    }

    /// Passes over a string, checking its grammar.
    public mutating func skipString() throws(JSONError) -> StringContent {
        try expect(UInt8(ascii: "\""))
        let start = offset
        var hasEscapes = false
        while true {
            offset = PlainRun.end(in: bytes, from: offset)
            let byte = try peek()
            switch byte {
            case UInt8(ascii: "\""):
                offset += 1
                return StringContent(range: start..<offset - 1, hasEscapes: hasEscapes)
            case UInt8(ascii: "\\"):
                hasEscapes = true
                offset += 1
                try skipEscape()
            default: throw .unexpectedByte(byte, offset: offset)
            }
        }
    }

    private mutating func skipEscape() throws(JSONError) {
        let kind = try peek()
        guard kind == UInt8(ascii: "u") || Self.unescaped(kind) != nil else {
            throw .unexpectedByte(kind, offset: offset)
        }
        offset += 1
        guard kind == UInt8(ascii: "u") else { return }
        let start = offset
        for _ in 0..<4 {
            let digit = try peek()
            guard Self.hexValue(digit) != nil else { throw .unexpectedByte(digit, offset: offset) }
            offset += 1
        }
        if codeUnit(start) & 0xF800 == 0xD800 { hasMetSurrogate = true }
    }

    /// Resolves the escapes of a string whose grammar has been checked.
    private func unescape(_ content: Range<Int>) throws(JSONError) -> String {
        var result: [UInt8] = []
        result.reserveCapacity(content.count)
        var at = content.lowerBound
        while at < content.upperBound {
            guard bytes[at] == UInt8(ascii: "\\") else {
                // Within a string nothing but a backslash ends a run.
                let end = min(PlainRun.end(in: bytes, from: at), content.upperBound)
                result.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[at..<end]))
                at = end
                continue
            }
            if let byte = Self.unescaped(bytes[at + 1]) {
                result.append(byte)
                at += 2
                continue
            }
            var unit = codeUnit(at + 2)
            let start = at
            at += 6
            if (0xD800...0xDBFF).contains(unit), at + 6 <= content.upperBound, bytes[at] == UInt8(ascii: "\\"),
                bytes[at + 1] == UInt8(ascii: "u"), (0xDC00...0xDFFF).contains(codeUnit(at + 2))
            {
                unit = 0x10000 + (unit - 0xD800) << 10 + (codeUnit(at + 2) - 0xDC00)
                at += 6
            }
            guard let scalar = Unicode.Scalar(unit) else { throw .loneSurrogate(offset: start) }
            result.append(contentsOf: UTF8.encode(scalar)!)
        }
        return String(decoding: result, as: UTF8.self)
    }

    private func codeUnit(_ start: Int) -> UInt32 {
        (start..<start + 4).reduce(0) { $0 << 4 | UInt32(Self.hexValue(bytes[$1]) ?? 0) }
    }

    private static func unescaped(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): byte
        case UInt8(ascii: "b"): 0x08
        case UInt8(ascii: "f"): 0x0C
        case UInt8(ascii: "n"): 0x0A
        case UInt8(ascii: "r"): 0x0D
        case UInt8(ascii: "t"): 0x09
        default: nil
        }
    }

    private static func hexValue(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
