/// A strict cursor over one JSON text (RFC 8259): no comments, no trailing commas, no BOM, UTF-8 only.
///
/// Works on borrowed bytes, so it never outlives the call that lends them.
struct JSONReader {
    private let bytes: UnsafeBufferPointer<UInt8>
    private let limits: JSONLimits
    private(set) var offset = 0
    private var depth = 0

    /// Checks the encoding of the whole text once, so that everything after may trust it.
    init(_ bytes: UnsafeBufferPointer<UInt8>, limits: JSONLimits) throws(JSONError) {
        do {
            _ = try UTF8Span(validating: bytes.span)
        } catch {
            throw .invalidUTF8(offset: error.byteOffsets.lowerBound)
        }
        self.bytes = bytes
        self.limits = limits
    }

    /// Ends the text: nothing but whitespace may be left.
    mutating func finish() throws(JSONError) {
        skipWhitespace()
        guard offset == bytes.count else { throw .trailingBytes(offset: offset) }
    }

    // MARK: Values

    /// Reads the next value as a tree.
    mutating func readValue() throws(JSONError) -> JSON {
        skipWhitespace()
        switch try peek() {
        case UInt8(ascii: "\""): return .string(try readString())
        case UInt8(ascii: "{"):
            var members: [JSON.Member] = []
            try readMembers { (reader, name) throws(JSONError) in
                members.append(JSON.Member(name, try reader.readValue()))
            }
            return .object(JSON.Object(members))
        case UInt8(ascii: "["):
            var elements: [JSON] = []
            try readElements { (reader) throws(JSONError) in elements.append(try reader.readValue()) }
            return .array(elements)
        case UInt8(ascii: "t"): return try readWord("true", .bool(true))
        case UInt8(ascii: "f"): return try readWord("false", .bool(false))
        case UInt8(ascii: "n"): return try readWord("null", .null)
        default: return .number(JSON.Number(validated: text(try skipNumber())))
        }
    }

    /// Passes over the next value, checking it, and returns where it stands. Escapes are not resolved, so a lone
    /// surrogate passes: it is somebody else's to judge.
    mutating func skipValue() throws(JSONError) -> Range<Int> {
        skipWhitespace()
        let start = offset
        switch try peek() {
        case UInt8(ascii: "\""): _ = try skipString()
        case UInt8(ascii: "{"):
            try skipMembers()
        case UInt8(ascii: "["):
            try readElements { (reader) throws(JSONError) in _ = try reader.skipValue() }
        case UInt8(ascii: "t"): _ = try readWord("true", .null)
        case UInt8(ascii: "f"): _ = try readWord("false", .null)
        case UInt8(ascii: "n"): _ = try readWord("null", .null)
        default: _ = try skipNumber()
        }
        return start..<offset
    }

    /// Reads an object, handing the reader over at each member's value.
    mutating func readMembers(
        _ body: (inout JSONReader, String) throws(JSONError) -> Void
    ) throws(JSONError) {
        try readList(open: "{", close: "}") { (reader) throws(JSONError) in
            let name = try reader.readString()
            reader.skipWhitespace()
            try reader.expect(UInt8(ascii: ":"))
            try body(&reader, name)
        }
    }

    private mutating func skipMembers() throws(JSONError) {
        try readList(open: "{", close: "}") { (reader) throws(JSONError) in
            _ = try reader.skipString()
            reader.skipWhitespace()
            try reader.expect(UInt8(ascii: ":"))
            _ = try reader.skipValue()
        }
    }

    private mutating func readElements(_ body: (inout JSONReader) throws(JSONError) -> Void) throws(JSONError) {
        try readList(open: "[", close: "]", body)
    }

    private mutating func readList(
        open: Unicode.Scalar, close: Unicode.Scalar, _ item: (inout JSONReader) throws(JSONError) -> Void
    ) throws(JSONError) {
        try expect(UInt8(ascii: open))
        depth += 1
        guard depth <= limits.maxDepth else { throw .tooDeep(limit: limits.maxDepth, offset: offset - 1) }
        defer { depth -= 1 }
        skipWhitespace()
        if try peek() == UInt8(ascii: close) {
            offset += 1
            return
        }
        while true {
            skipWhitespace()
            try item(&self)
            skipWhitespace()
            let next = try peek()
            guard next == UInt8(ascii: ",") || next == UInt8(ascii: close) else {
                throw .unexpectedByte(next, offset: offset)
            }
            offset += 1
            if next == UInt8(ascii: close) { return }
        }
    }

    private mutating func readWord(_ word: StaticString, _ value: JSON) throws(JSONError) -> JSON {
        for index in 0..<word.utf8CodeUnitCount { try expect(word.utf8Start[index]) }
        return value
    }

    // MARK: Numbers

    /// RFC 8259 §6: `-? (0 | [1-9][0-9]*) (\. [0-9]+)? ([eE] [+-]? [0-9]+)?`
    private mutating func skipNumber() throws(JSONError) -> Range<Int> {
        let start = offset
        if current == UInt8(ascii: "-") { offset += 1 }
        if current == UInt8(ascii: "0") { offset += 1 } else { try skipDigits() }
        if current == UInt8(ascii: ".") {
            offset += 1
            try skipDigits()
        }
        if current == UInt8(ascii: "e") || current == UInt8(ascii: "E") {
            offset += 1
            if current == UInt8(ascii: "+") || current == UInt8(ascii: "-") { offset += 1 }
            try skipDigits()
        }
        return start..<offset
    }

    private mutating func skipDigits() throws(JSONError) {
        let first = try peek()
        guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first) else {
            throw .unexpectedByte(first, offset: offset)
        }
        while let byte = current, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { offset += 1 }
    }

    // MARK: Strings

    private mutating func readString() throws(JSONError) -> String {
        let (content, hasEscapes) = try skipString()
        return hasEscapes ? try unescape(content) : text(content)
    }

    /// Passes over a string, checking its grammar, and returns where its content stands, without the quotes.
    private mutating func skipString() throws(JSONError) -> (content: Range<Int>, hasEscapes: Bool) {
        try expect(UInt8(ascii: "\""))
        let start = offset
        var hasEscapes = false
        while true {
            let byte = try peek()
            switch byte {
            case UInt8(ascii: "\""):
                offset += 1
                return (start..<offset - 1, hasEscapes)
            case UInt8(ascii: "\\"):
                hasEscapes = true
                offset += 1
                try skipEscape()
            case 0..<0x20: throw .unexpectedByte(byte, offset: offset)
            default: offset += 1
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
        for _ in 0..<4 {
            let digit = try peek()
            guard Self.hexValue(digit) != nil else { throw .unexpectedByte(digit, offset: offset) }
            offset += 1
        }
    }

    /// Resolves the escapes of a string whose grammar has been checked.
    private func unescape(_ content: Range<Int>) throws(JSONError) -> String {
        var result: [UInt8] = []
        result.reserveCapacity(content.count)
        var at = content.lowerBound
        while at < content.upperBound {
            guard bytes[at] == UInt8(ascii: "\\") else {
                result.append(bytes[at])
                at += 1
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

    // MARK: Bytes

    private var current: UInt8? { offset < bytes.count ? bytes[offset] : nil }

    private func peek() throws(JSONError) -> UInt8 {
        guard offset < bytes.count else { throw .unexpectedEnd(offset: offset) }
        return bytes[offset]
    }

    private mutating func expect(_ byte: UInt8) throws(JSONError) {
        let found = try peek()
        guard found == byte else { throw .unexpectedByte(found, offset: offset) }
        offset += 1
    }

    private func text(_ range: Range<Int>) -> String {
        String(decoding: UnsafeBufferPointer(rebasing: bytes[range]), as: UTF8.self)
    }

    mutating func skipWhitespace() {
        while offset < bytes.count {
            switch bytes[offset] {
            case 0x20, 0x0A, 0x0D, 0x09: offset += 1
            default: return
            }
        }
    }
}
