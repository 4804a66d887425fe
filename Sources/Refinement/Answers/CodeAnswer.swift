/// Reads an answer as source code.
enum CodeAnswer {
    /// The last fenced block of a text, or all of it when it has no fence; an open fence counts unless the text was cut.
    static func answer(in text: Bytes, isTruncated: Bool, requiresFence: Bool) -> Answer? {
        if let block = FencedBlock.all(in: text).last(where: { $0.isClosed || !isTruncated }) {
            return answer(text[block.content])
        }
        return isTruncated || requiresFence ? nil : answer(text)
    }

    /// Code compared without trailing blanks and without empty lines around it.
    static func answer(_ source: Bytes) -> Answer? {
        var lines = source.split(separator: 0x0A, omittingEmptySubsequences: false).map { line in
            line.last?.isBlank == true ? line[..<((line.lastIndex { !$0.isBlank } ?? line.startIndex - 1) + 1)] : line
        }
        while lines.last?.isEmpty == true { lines.removeLast() }
        let code = Bytes(lines.drop { $0.isEmpty }.joined(separator: [0x0A])).text
        return Answer(kind: .code, canonical: code, display: code)
    }
}
