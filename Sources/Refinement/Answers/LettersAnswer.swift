/// Reads an answer of the last-letters task as its official script does: whatever letters a to z there are.
enum LettersAnswer {
    static func answer(_ source: Bytes) -> Answer? {
        let letters = String(decoding: source.filter(\.isLetter).map(\.lowercased), as: UTF8.self)
        return Answer(kind: .letters, canonical: letters, display: letters)
    }
}
