/// Reads an answer as an exact number.
struct NumberAnswer {
    /// The number's value before rounding.
    let value: ExactNumber
    /// The number as it was written, without currency and units.
    let display: String

    private init(value: ExactNumber, display: String) {
        self.value = value
        self.display = display
    }

    private init(_ token: NumberToken, in text: Bytes, source: Bytes?) {
        value = token.value
        let written = source ?? text[token.range]
        display = written.trimmed { $0.isSpace || "$€£¥₹+".utf8.contains($0) }.text
    }

    /// The answer with this number, rounded if so wished.
    func answer(digits: Int?) -> Answer? {
        let rounded = digits.map { value.rounded(digits: $0) } ?? value
        return rounded.flatMap { Answer(kind: .number, canonical: $0.canonical, display: display) }
    }

    /// The number that `source` consists of, but for a variable in front and a unit behind.
    init?(whole source: Bytes) {
        let latex = LaTeX(source)
        let text = NumberAnswer.withoutVariable(latex.withPlainFractions)
        guard let token = NumberToken(in: text, at: text.startIndex), text.isUnit(from: token.range.upperBound) else {
            guard let number = NumberWord.number(text, isWhole: true) else { return nil }
            self.init(value: number, display: text.text)
            return
        }
        let isFraction = source.first("frac") != nil
        self.init(token, in: text, source: isFraction ? source.trimmed { $0.isSpace || $0 == 0x24 } : nil)
    }

    /// The number that the phrase behind a marker gives: all of it, the right side of its equation, or its first number.
    /// A bare expression such as `3 + 4` gives none.
    init?(phrase source: Bytes) {
        if let whole = NumberAnswer(whole: source) {
            self = whole
            return
        }
        let text = LaTeX(source).withPlainFractions.replacing("\\approx", with: "=")
        let tokens = NumberToken.all(in: text)
        guard var token = tokens.first else {
            guard let value = NumberWord.number(text) else { return nil }
            self.init(value: value, display: text.text)
            return
        }
        let clauseEnd = text.explanationStart(after: token.range.upperBound)
        if let equals = text[..<clauseEnd].lastIndex(of: UInt8(ascii: "=")) {
            guard let right = tokens.first(where: { $0.range.lowerBound > equals }) else { return nil }
            token = right
        }
        guard !text.isOperator(after: token.range.upperBound) else { return nil }
        self.init(token, in: text, source: nil)
    }

    /// The last number of a text, for want of anything better.
    init?(lastIn source: Bytes) {
        let text = LaTeX.foldedFractions(source)
        guard let token = NumberToken.all(in: text).last else { return nil }
        self.init(token, in: text, source: nil)
    }

    /// Drops `x =`, `=` and the like.
    private static func withoutVariable(_ text: Bytes) -> Bytes {
        guard let equals = text.firstIndex(of: UInt8(ascii: "=")) else { return text }
        let left = text[..<equals].trimmed()
        guard left.count <= 2, left.allSatisfy({ $0.isLetter }) else { return text }
        return text[(equals + 1)...].trimmed()
    }
}

extension LaTeX {
    /// Ordinary text in which only numeric fractions are rewritten; nothing else of it is LaTeX for sure.
    fileprivate static func foldedFractions(_ source: Bytes) -> Bytes {
        source.contains(UInt8(ascii: "\\")) ? LaTeX(source).withPlainFractions : CompatibilityFolding.fold(source)
    }
}

extension Bytes {
    /// Whether what begins at `index` is a unit or nothing: a few words that are neither variables nor operators.
    fileprivate func isUnit(from index: Int) -> Bool {
        let isGlued = at(index).isLetter
        let rest = self[index...].trimmed { $0.isSpace || ".!,;*".utf8.contains($0) }
        if rest.isEmpty { return true }
        guard rest.count <= 60, !"+-/^_()[]{}\\<>|=".utf8.contains(rest[rest.startIndex]) else { return false }
        let words = rest.split { $0.isSpace || $0 == UInt8(ascii: "/") }
        guard words.count <= 5 else { return false }
        return words.enumerated().allSatisfy { position, word in
            let letters = word.trimmed { $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "'") }
            let base = letters.firstIndex(of: UInt8(ascii: "^")).map { letters[..<$0] } ?? letters
            guard !base.isEmpty, base.allSatisfy({ $0.isLetter || $0 >= 0x80 || $0 == UInt8(ascii: "-") }) else {
                return false
            }
            let word = base.text
            if Units.words.contains(word.lowercased()) { return true }
            // A capital begins a name: "12 Angry Men" are not twelve of something.
            guard let first = base.first, !first.isUppercase else { return false }
            return base.count >= 3 && !(isGlued && position == 0) && !Units.notUnits.contains(word)
        }
    }

    /// Where a phrase begins to explain the number that ends at `index`.
    fileprivate func explanationStart(after index: Int) -> Int {
        var place = index
        while place < endIndex {
            if self[place] == UInt8(ascii: ";") { return place }
            if self[place] == UInt8(ascii: "("), at(place - 1) == 0x20,
                let end = balancedEnd(from: place, open: UInt8(ascii: "("), close: UInt8(ascii: ")"))
            {
                if !isOperator(after: end), at(skip(from: end) { $0.isBlank }) != UInt8(ascii: "=") { return place }
                place = end
                continue
            }
            for word in Self.explanations where has(word, at: place) { return place }
            place += 1
        }
        return endIndex
    }

    private static let explanations: [StaticString] = [" because ", " since ", " where ", " as ", " when ", " if "]

    /// Whether an arithmetic operator and an operand follow at `index`.
    fileprivate func isOperator(after index: Int) -> Bool {
        let place = skip(from: index) { $0.isBlank || $0 == UInt8(ascii: ")") }
        guard "+*/^-".utf8.contains(at(place)) else { return false }
        let isRange = at(place) == UInt8(ascii: "-") && place == index
        let operand = skip(from: place + 1) { $0.isBlank || "({$".utf8.contains($0) }
        return !isRange && at(operand).isDigit
    }
}
