/// Reads an answer as words.
enum TextAnswer {
    /// The words of `source`, without the emphasis, quotes and final full stop around them.
    static func answer(_ source: Bytes) -> Answer? {
        let display = source.withoutWrapping.text
        return Answer(kind: .text, canonical: NormalizedText(display).canonical, display: display)
    }
}

extension Bytes {
    /// The slice without Markdown emphasis, code marks, quotes, dollar signs around it and the punctuation behind it.
    var withoutWrapping: Bytes {
        var piece = trimmed()
        while true {
            let before = piece.count
            piece = piece.trimmed { $0.isSpace || "*_`\"'".utf8.contains($0) }
            while let last = piece.last, ".!,;:".utf8.contains(last) { piece = piece.dropLast() }
            for (open, close) in [("“", "”"), ("‘", "’"), ("$", "$"), ("\\(", "\\)"), ("\\[", "\\]")]
            where piece.count > open.utf8.count + close.utf8.count && piece.starts(with: open.utf8)
                && piece.suffix(close.utf8.count).elementsEqual(close.utf8)
            {
                piece = piece.dropFirst(open.utf8.count).dropLast(close.utf8.count)
            }
            if piece.count == before { return piece }
        }
    }
}
