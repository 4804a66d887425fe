/// Reads an answer as mathematics: a number if it is one, words if it is words, else LaTeX in one spelling.
struct MathAnswer {
    private let digits: Int?

    init(digits: Int?) { self.digits = digits }

    /// The answer that `source` is as a whole.
    func answer(_ source: Bytes) -> Answer? {
        let display = source.withoutWrapping
        let latex = MathAnswer.withoutVariable(LaTeX(display).cleaned)
        if let number = NumberAnswer(whole: display) { return number.answer(digits: digits) }
        let piece = latex.trimmed { $0.isSpace || ".,;:".utf8.contains($0) }
        if MathAnswer.isWords(piece) {
            return Answer(kind: .text, canonical: NormalizedText(piece.text).canonical, display: piece.text)
        }
        return Answer(kind: .math, canonical: canonical(piece, depth: 0), display: display.text)
    }

    /// The answer in a phrase: its formula, or all of it when it looks like one, or its number, or its words.
    func answer(inPhrase phrase: Bytes) -> Answer? {
        if NumberAnswer(whole: phrase) == nil {
            if let formula = Formula.all(in: phrase).first { return answer(formula) }
            let looksLikeFormula = phrase.contains { "\\^_={}()[]".utf8.contains($0) }
            if !looksLikeFormula, let number = NumberAnswer(phrase: phrase) { return number.answer(digits: digits) }
        }
        return answer(phrase)
    }

    /// What a text without a marker says: the right side of its last formula, or else its last number.
    func lastResort(_ text: Bytes) -> Answer? {
        if let formula = Formula.all(in: text).last {
            let equals = formula.lastIndex(of: UInt8(ascii: "="))
            return answer(equals.map { formula[($0 + 1)...] } ?? formula)
        }
        return NumberAnswer(lastIn: text)?.answer(digits: digits)
            ?? (text.isShortLine && text.first("boxed") == nil ? answer(text) : nil)
    }

    /// Whether the piece is made of words only, which are compared as such.
    private static func isWords(_ piece: Bytes) -> Bool {
        let isPlain = piece.allSatisfy {
            $0.isWordByte && $0 != UInt8(ascii: "_") || " .,;:'\"-()!?&".utf8.contains($0)
        }
        // "sqrt(3)" is a function of three.
        let isFunction = piece.indices.contains { piece[$0] == UInt8(ascii: "(") && piece.at($0 - 1).isLetter }
        guard isPlain, !isFunction, piece.contains(where: { $0.isLetter || $0 >= 0x80 }) else { return false }
        let words = piece.split { !$0.isWordByte }
        return words.count == 1 && !piece.contains(UInt8(ascii: ",")) || words.contains { $0.count > 2 }
    }

    /// Drops `x =` and `x \in`.
    private static func withoutVariable(_ piece: Bytes) -> Bytes {
        for sign in ["=", "\\in"] as [StaticString] {
            guard let place = piece.first(sign) else { continue }
            let left = piece[..<place].trimmed()
            let end = place + sign.utf8CodeUnitCount
            guard !piece.at(end).isLetter, left.count <= 2, left.allSatisfy(\.isLetter) else { continue }
            return piece[end...].trimmed()
        }
        return piece
    }

    private func canonical(_ source: Bytes, depth: Int) -> String {
        let piece = source.trimmed()
        if depth > 0, let number = NumberAnswer(whole: piece), let answer = number.answer(digits: digits) {
            return answer.canonical
        }
        guard depth < AnswerLimits.maxMathDepth else { return piece.filter { !$0.isSpace }[...].text }
        let unions = piece.split(on: "\\cup")
        if unions.count > 1 { return unions.map { canonical($0, depth: depth + 1) }.joined(separator: "\\cup ") }
        if let collection = MathCollection(piece) {
            let members = collection.members.map { canonical($0, depth: depth + 1) }
            return collection.canonical(members)
        }
        let list = piece.topLevelMembers
        if list.count > 1 { return list.map { canonical($0, depth: depth + 1) }.joined(separator: ",") }
        return MathSpelling(piece).canonical
    }
}

extension Bytes {
    /// The pieces between the places where `separator` stands.
    fileprivate func split(on separator: StaticString) -> [Bytes] {
        var pieces: [Bytes] = []
        var start = startIndex
        while let place = first(separator, from: start) {
            pieces.append(self[start..<place])
            start = place + separator.utf8CodeUnitCount
        }
        return pieces + [self[start...]]
    }

    /// The pieces between the commas that stand outside all brackets.
    var topLevelMembers: [Bytes] {
        var pieces: [Bytes] = []
        var depth = 0
        var start = startIndex
        for place in indices {
            switch self[place] {
            case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
            case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"): depth -= 1
            case UInt8(ascii: ",") where depth == 0:
                pieces.append(self[start..<place])
                start = place + 1
            default: break
            }
        }
        return (pieces + [self[start...]]).map { $0.trimmed() }.filter { !$0.isEmpty }
    }
}
