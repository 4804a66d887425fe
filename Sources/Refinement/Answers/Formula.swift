/// LaTeX that its delimiters set apart from the words around it.
enum Formula {
    /// The content of every `$…$`, `$$…$$`, `\(…\)` and `\[…\]`, in order.
    static func all(in text: Bytes) -> [Bytes] {
        var found: [Bytes] = []
        var place = text.startIndex
        while let open = text[place...].firstIndex(where: { $0 == UInt8(ascii: "$") || $0 == UInt8(ascii: "\\") }) {
            place = open + 1
            for (opening, closing) in delimiters where text.has(opening, at: open) {
                let inside = open + opening.utf8CodeUnitCount
                guard let end = text.first(closing, from: inside, within: AnswerLimits.maxMarkedBytes), end > inside
                else { break }
                let content = text[inside..<end]
                // "$5 and $6" are prices.
                let isPrice =
                    opening.utf8CodeUnitCount == 1 && (content.last?.isSpace == true || content.contains(0x0A))
                if !isPrice {
                    found.append(content)
                    place = end + closing.utf8CodeUnitCount
                }
                break
            }
        }
        return found
    }

    private static let delimiters: [(StaticString, StaticString)] = [
        ("$$", "$$"), ("$", "$"), ("\\(", "\\)"), ("\\[", "\\]"),
    ]
}
