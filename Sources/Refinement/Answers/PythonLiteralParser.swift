/// Reads a literal of Python (Python Language Reference, §2.4 and §6.2).
struct PythonLiteralParser {
    /// How deep brackets may nest.
    private static let maxDepth = 100

    private let text: Bytes
    private var place: Int

    /// The literal that all of `text` is; nil if it is none. Values separated by commas are a tuple.
    static func literal(_ text: Bytes) -> PythonLiteral? {
        var parser = PythonLiteralParser(text: text, place: text.startIndex)
        guard let first = parser.value(depth: 0) else { return nil }
        if parser.isAtEnd { return first }
        guard parser.take(","), let rest = parser.elements(until: nil, depth: 0), parser.isAtEnd else { return nil }
        return .tuple([first] + rest)
    }

    private init(text: Bytes, place: Int) {
        self.text = text
        self.place = place
    }

    private var isAtEnd: Bool {
        mutating get {
            skipSpace()
            return place == text.endIndex
        }
    }

    private mutating func skipSpace() { while text.at(place).isSpace { place += 1 } }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        skipSpace()
        guard place < text.endIndex, text[place] == UInt8(ascii: character) else { return false }
        place += 1
        return true
    }

    private mutating func value(depth: Int) -> PythonLiteral? {
        guard depth <= Self.maxDepth else { return nil }
        skipSpace()
        if take("[") { return elements(until: "]", depth: depth).map(PythonLiteral.list) }
        if take("(") { return tuple(depth) }
        if take("{") { return setOrDictionary(depth) }
        if let constant = constant() { return constant }
        return string() ?? number()
    }

    /// What stands between brackets of which the first is read; `nil` ends with the text.
    private mutating func elements(until end: Unicode.Scalar?, depth: Int) -> [PythonLiteral]? {
        var elements: [PythonLiteral] = []
        while true {
            if let end { if take(end) { return elements } } else if isAtEnd { return elements }
            guard let element = value(depth: depth + 1) else { return nil }
            elements.append(element)
            if take(",") { continue }
            if let end { return take(end) ? elements : nil }
            return isAtEnd ? elements : nil
        }
    }

    /// A tuple, or a value in parentheses.
    private mutating func tuple(_ depth: Int) -> PythonLiteral? {
        guard let elements = elements(until: ")", depth: depth) else { return nil }
        // `(1,)` is a tuple and `(1)` is 1.
        let hasComma = text[..<(place - 1)].last { !$0.isSpace } == UInt8(ascii: ",")
        return elements.count == 1 && !hasComma ? elements[0] : .tuple(elements)
    }

    private mutating func setOrDictionary(_ depth: Int) -> PythonLiteral? {
        if take("}") { return .dictionary([]) }
        guard let first = value(depth: depth + 1) else { return nil }
        guard take(":") else {
            if take("}") { return .set([first]) }
            return take(",") ? elements(until: "}", depth: depth).map { .set([first] + $0) } : nil
        }
        guard let value = value(depth: depth + 1) else { return nil }
        var members = [(key: first, value: value)]
        while take(",") {
            if take("}") { return .dictionary(members) }
            guard let key = self.value(depth: depth + 1), take(":"), let value = self.value(depth: depth + 1) else {
                return nil
            }
            members.append((key, value))
        }
        return take("}") ? .dictionary(members) : nil
    }

    private mutating func constant() -> PythonLiteral? {
        for name in ["None", "True", "False", "set()"] where text[place...].starts(with: name.utf8) {
            let end = place + name.utf8.count
            guard !text.at(end).isWordByte else { continue }
            place = end
            return name == "set()" ? .set([]) : .constant(name)
        }
        return nil
    }

    private mutating func number() -> PythonLiteral? {
        let isNegative = take("-")
        if !isNegative { _ = take("+") }
        skipSpace()
        let digits = text[place...].prefix { $0.isDigit || "_.eE+-".utf8.contains($0) }
        let written = Bytes(digits.filter { $0 != UInt8(ascii: "_") })
        guard text.at(place).isDigit || text.at(place) == UInt8(ascii: "."),
            let token = NumberToken(in: Self.normalized(written), at: 0),
            token.range.upperBound == Self.normalized(written).count
        else { return nil }
        place = digits.endIndex
        return .number(isNegative ? token.value.negated : token.value)
    }

    /// `.5` and `5.` as `0.5` and `5.0`.
    private static func normalized(_ digits: Bytes) -> Bytes {
        var digits = Array(digits)
        if digits.first == UInt8(ascii: ".") { digits.insert(UInt8(ascii: "0"), at: 0) }
        if let point = digits.firstIndex(of: UInt8(ascii: ".")),
            point + 1 == digits.count || !digits[point + 1].isDigit
        {
            digits.insert(UInt8(ascii: "0"), at: point + 1)
        }
        return digits[...]
    }

    // MARK: Texts

    /// A text, or several that stand side by side.
    private mutating func string() -> PythonLiteral? {
        guard var (text, isBytes) = piece() else { return nil }
        while true {
            skipSpace()
            let start = place
            guard let (next, nextIsBytes) = piece(), nextIsBytes == isBytes else {
                place = start
                return .text(text, isBytes: isBytes)
            }
            text += next
            isBytes = nextIsBytes
        }
    }

    private mutating func piece() -> (text: String, isBytes: Bool)? {
        var start = place
        var isRaw = false
        var isBytes = false
        while "rRbBuU".utf8.contains(text.at(start)), start - place < 2 {
            isRaw = isRaw || text.at(start).lowercased == UInt8(ascii: "r")
            isBytes = isBytes || text.at(start).lowercased == UInt8(ascii: "b")
            start += 1
        }
        let quote = text.at(start)
        guard quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\"") else { return nil }
        let isTriple = text.at(start + 1) == quote && text.at(start + 2) == quote
        var cursor = start + (isTriple ? 3 : 1)
        var bytes: [UInt8] = []
        while cursor < text.endIndex {
            let byte = text[cursor]
            if byte == quote, !isTriple || text.at(cursor + 1) == quote && text.at(cursor + 2) == quote {
                place = cursor + (isTriple ? 3 : 1)
                return (String(decoding: bytes, as: UTF8.self), isBytes)
            }
            if byte == 0x0A, !isTriple { return nil }
            if byte == UInt8(ascii: "\\"), !isRaw {
                cursor = unescape(at: cursor + 1, into: &bytes)
            } else if byte == UInt8(ascii: "\\") {
                bytes += [byte, text.at(cursor + 1)]
                cursor += 2
            } else {
                bytes.append(byte)
                cursor += 1
            }
        }
        return nil
    }

    /// Reads what follows a backslash, and returns the place behind it.
    private func unescape(at place: Int, into bytes: inout [UInt8]) -> Int {
        let byte = text.at(place)
        switch byte {
        case UInt8(ascii: "n"): bytes.append(0x0A)
        case UInt8(ascii: "t"): bytes.append(0x09)
        case UInt8(ascii: "r"): bytes.append(0x0D)
        case UInt8(ascii: "a"): bytes.append(0x07)
        case UInt8(ascii: "b"): bytes.append(0x08)
        case UInt8(ascii: "f"): bytes.append(0x0C)
        case UInt8(ascii: "v"): bytes.append(0x0B)
        case UInt8(ascii: "\\"), UInt8(ascii: "'"), UInt8(ascii: "\""): bytes.append(byte)
        case 0x0A: break
        case UInt8(ascii: "x"), UInt8(ascii: "u"), UInt8(ascii: "U"):
            let count = byte == UInt8(ascii: "x") ? 2 : byte == UInt8(ascii: "u") ? 4 : 8
            let digits = text[min(place + 1, text.endIndex)...].prefix(count)
            guard digits.count == count, let code = UInt32(digits.text, radix: 16), let scalar = Unicode.Scalar(code)
            else { break }
            bytes += Array(String(scalar).utf8)
            return place + 1 + count
        case UInt8(ascii: "0")...UInt8(ascii: "7"):
            let digits = text[place...].prefix(3).prefix { (UInt8(ascii: "0")...UInt8(ascii: "7")).contains($0) }
            if let code = UInt32(digits.text, radix: 8), let scalar = Unicode.Scalar(code) {
                bytes += Array(String(scalar).utf8)
            }
            return digits.endIndex
        default: bytes += [UInt8(ascii: "\\"), byte]
        }
        return place + 1
    }
}
