/// Reads an answer as a literal of Python, as in CRUXEval (arXiv 2401.03065).
enum LiteralAnswer {
    /// The literal that a text is, or its last fenced block, or what it announces as its answer. A short text that is none
    /// is compared as it stands, as in the official script.
    static func answer(in text: Bytes, isTruncated: Bool) -> Answer? {
        if !isTruncated, let whole = literal(text) { return whole }
        for block in FencedBlock.all(in: text).reversed() where block.isClosed || !isTruncated {
            if let fenced = literal(text[block.content]) { return fenced }
        }
        for phrase in AnswerPhrase.all(in: text, isTruncated: isTruncated) where !phrase.isNegated {
            if let announced = literal(phrase.content) { return announced }
        }
        return isTruncated || !text.isShortLine ? nil : raw(text)
    }

    /// Reads what is all answer.
    static func answer(_ content: Bytes) -> Answer? { literal(content) ?? raw(content) }

    private static func literal(_ content: Bytes) -> Answer? {
        let trimmed = content.trimmed()
        guard let literal = PythonLiteralParser.literal(trimmed) else { return nil }
        return Answer(kind: .literal, canonical: literal.canonical, display: trimmed.text)
    }

    private static func raw(_ content: Bytes) -> Answer? {
        let text = content.trimmed().text
        return Answer(kind: .literal, canonical: text, display: text)
    }
}
