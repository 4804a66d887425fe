/// Where a text says "here is my answer" in one of the forms that need no sentence.
enum AnswerMarkers {
    /// What stands in `\boxed{…}`, `\fbox{…}` or behind `\boxed `, the last first.
    static func boxed(in text: Bytes) -> [Bytes] {
        var found: [Bytes] = []
        var limit = text.endIndex
        while found.count < AnswerLimits.maxMarkers,
            let place = text[..<limit].lastIndex(of: UInt8(ascii: "\\"))
        {
            limit = place
            let length = text.has("\\boxed", at: place) ? 6 : text.has("\\fbox", at: place) ? 5 : 0
            guard length > 0, !text.at(place + length).isLetter else { continue }
            let start = text.skip(from: place + length) { $0.isBlank }
            if text.at(start) == UInt8(ascii: "{") {
                guard let end = text.balancedEnd(from: start) else {
                    found.append([])
                    continue
                }
                found.append(text[(start + 1)..<(end - 1)])
            } else {
                let end = text.skip(from: start) { !$0.isSpace && $0 != UInt8(ascii: "$") }
                found.append(text[start..<end])
            }
        }
        return found.filter { !$0.isEmpty && $0.count <= AnswerLimits.maxMarkedBytes }
    }

    /// What follows `####` on its line, as in the solutions of GSM8K (arXiv 2110.14168), the last first. Elsewhere than
    /// on a text's last line it may be a heading.
    static func hashed(in text: Bytes) -> [(content: Bytes, isLastLine: Bool)] {
        var found: [(content: Bytes, isLastLine: Bool)] = []
        let end = text.trimmed().endIndex
        var limit = text.endIndex
        while found.count < AnswerLimits.maxMarkers, let place = text.last("####", before: limit) {
            limit = place
            let lineStart = text.lineStart(of: place)
            guard text[lineStart..<place].allSatisfy(\.isBlank), text.at(place + 4) != UInt8(ascii: "#") else {
                continue
            }
            let lineEnd = text.lineEnd(from: place)
            let content = text[(place + 4)..<lineEnd].trimmed()
            guard !content.isEmpty, content.count <= AnswerLimits.maxMarkedBytes else { continue }
            found.append((content, lineEnd >= end))
        }
        return found
    }
}
