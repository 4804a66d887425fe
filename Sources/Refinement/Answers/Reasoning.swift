/// The thinking that a model writes before its answer.
enum Reasoning {
    /// The text without its thinking; nil when the thinking never ended and so there is no answer.
    static func removed(from text: Bytes) -> Bytes? {
        guard text.contains(UInt8(ascii: "<")) else { return text }
        var visible = text
        for (open, close) in tags {
            // Templates that end in an open tag leave only the closing one in the text.
            if let end = visible.last(close), visible[..<end].first(open) == nil {
                visible = visible[(end + close.utf8CodeUnitCount)...]
                continue
            }
            while let start = visible.first(open) {
                guard let end = visible.first(close, from: start) else { return nil }
                let rest = visible[(end + close.utf8CodeUnitCount)...]
                let before = visible[..<start]
                visible = before.trimmed().isEmpty ? rest : Array(before + rest)[...]
            }
        }
        return visible
    }

    private static let tags: [(StaticString, StaticString)] = [
        ("<think>", "</think>"), ("<thinking>", "</thinking>"), ("<reasoning>", "</reasoning>"),
    ]
}
