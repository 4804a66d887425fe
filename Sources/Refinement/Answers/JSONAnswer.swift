import JSON

/// Reads an answer as a JSON value.
enum JSONAnswer {
    /// The last JSON value of a text: all of it, or a fenced block, or an object or array among the words. In a truncated
    /// text a bare value may be a piece of an unfinished one, so only fenced ones count.
    static func answer(in text: Bytes, isTruncated: Bool) -> Answer? {
        if !isTruncated, let whole = value(text.trimmed()) { return answer(whole) }
        for block in FencedBlock.all(in: text).reversed() where block.isClosed || !isTruncated {
            let content = text[block.content].trimmed()
            // What follows the last fence would be later still, but models that fence mean the fence.
            if let fenced = value(content) { return answer(fenced) }
        }
        return isTruncated ? nil : lastBare(in: text).flatMap(answer)
    }

    private static func value(_ source: Bytes) -> JSON? { source.isEmpty ? nil : try? JSON(parsing: source) }

    private static func answer(_ value: JSON) -> Answer? {
        Answer(kind: .json, canonical: value.canonical, display: value.description)
    }

    /// The last object or array that stands among words and is not inside another.
    private static func lastBare(in text: Bytes) -> JSON? {
        var last: JSON?
        var budget = AnswerLimits.maxJSONScanBytes
        var place = text.startIndex
        while budget > 0,
            let start = text[place...].firstIndex(where: { $0 == UInt8(ascii: "{") || $0 == UInt8(ascii: "[") })
        {
            let end = end(of: start, in: text)
            budget -= (end ?? text.endIndex) - start
            if let end, let found = value(text[start..<end]) {
                last = found
                place = end
            } else {
                place = start + 1
            }
        }
        return last
    }

    /// The place behind the bracket that closes the one at `start`, seen as JSON.
    static func end(of start: Int, in text: Bytes) -> Int? {
        var depth = 0
        var isInString = false
        var place = start
        while place < text.endIndex {
            let byte = text[place]
            if isInString {
                if byte == UInt8(ascii: "\\") { place += 1 }
                if byte == UInt8(ascii: "\"") { isInString = false }
            } else {
                switch byte {
                case UInt8(ascii: "\""): isInString = true
                case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
                case UInt8(ascii: "}"), UInt8(ascii: "]"):
                    depth -= 1
                    if depth == 0 { return place + 1 }
                default: break
                }
            }
            place += 1
        }
        return nil
    }
}

extension JSON {
    /// The value in the manner of RFC 8785, members sorted by UTF-16 code units, but numbers exact instead of `Double`.
    /// Of members with the same name the last counts.
    var canonical: String {
        var bytes: [UInt8] = []
        writeCanonical(to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    private func writeCanonical(to bytes: inout [UInt8]) {
        switch self {
        case .number(let number):
            let text = Bytes(number.text)
            let exact = NumberToken(in: text, at: 0).flatMap { $0.range.upperBound == text.count ? $0.value : nil }
            bytes.append(contentsOf: (exact?.canonical ?? number.text).utf8)
        case .array(let elements):
            bytes.append(UInt8(ascii: "["))
            for (index, element) in elements.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                element.writeCanonical(to: &bytes)
            }
            bytes.append(UInt8(ascii: "]"))
        case .object(let object):
            let members = Dictionary(object.members.map { ($0.name, $0.value) }) { _, last in last }
            let sorted = members.sorted { $0.key.utf16.lexicographicallyPrecedes($1.key.utf16) }
            bytes.append(UInt8(ascii: "{"))
            for (index, member) in sorted.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                JSON.string(member.key).write(to: &bytes)
                bytes.append(UInt8(ascii: ":"))
                member.value.writeCanonical(to: &bytes)
            }
            bytes.append(UInt8(ascii: "}"))
        case .null, .bool, .string: write(to: &bytes)
        }
    }
}
