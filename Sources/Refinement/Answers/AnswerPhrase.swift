/// A sentence or heading that announces an answer, such as `The final answer is 5.` or `**Answer:** B`.
struct AnswerPhrase {
    /// What is announced, to the end of its line or sentence.
    let content: Bytes
    /// Whether the phrase only says what the answer is not.
    let isNegated: Bool
    /// Whether "answer is" or "answer:" announces it, rather than `would be`, `the answer 'anna'` or the like.
    let isPlain: Bool

    /// Every announcement of a text, the last first. In a truncated text an answer that nothing ends is none, for its
    /// last digits may be missing.
    static func all(in text: Bytes, isTruncated: Bool) -> [AnswerPhrase] {
        var found: [AnswerPhrase] = []
        var limit = text.endIndex
        var tried = 0
        while tried < AnswerLimits.maxMarkers, let place = text.last("answer", before: limit) {
            limit = place
            tried += 1
            if let phrase = AnswerPhrase(in: text, at: place, isTruncated: isTruncated) { found.append(phrase) }
        }
        return found
    }

    private init?(in text: Bytes, at place: Int, isTruncated: Bool) {
        guard !text.at(place - 1).isWordByte || text.at(place - 1) == UInt8(ascii: "_") else { return nil }
        let determiner = text.wordBefore(place)
        guard !Self.foreign.contains(determiner) else { return nil }
        guard let (start, isPlain) = text.answerStart(from: place + 6, determiner: determiner) else { return nil }
        self.isPlain = isPlain
        var end = text.answerEnd(from: start)
        var content = text[start..<end]
        var isNegated = false
        let first = text.skip(from: start) { $0.isBlank || $0 == UInt8(ascii: "*") }
        if text.hasWord("not", at: first) {
            if let but = content.first(" but ") {
                content = content[(but + 5)...]
                for word in ["rather ", "instead ", "actually "] as [StaticString]
                where content.has(word, at: content.startIndex) {
                    content = content.dropFirst(word.utf8CodeUnitCount)
                }
                end = content.endIndex
            } else {
                isNegated = true
            }
        }
        guard !isTruncated || end < text.endIndex else { return nil }
        guard content.count <= AnswerLimits.maxMarkedBytes, !content.trimmed().isEmpty else { return nil }
        self.content = content.announced
        self.isNegated = isNegated
    }

    /// Words before "answer" that make it somebody else's or none.
    private static let foreign: Set<String> = [
        "this", "that", "your", "their", "his", "her", "previous", "earlier", "each", "every", "any", "no", "wrong",
        "incorrect", "another", "above", "initial", "i'll", "student", "possible", "can", "cannot",
    ]
}

extension Bytes {
    /// The word before `place`, in lower case.
    fileprivate func wordBefore(_ place: Int) -> String {
        let end = self[lineStart(of: place)..<place].trimmed { $0.isBlank || "*_".utf8.contains($0) }.endIndex
        let start = self[..<end].lastIndex { !$0.isLetter && $0 != UInt8(ascii: "'") }.map { $0 + 1 } ?? startIndex
        return self[start..<end].text.lowercased()
    }

    /// Where the answer begins that the word "answer", which ends at `index`, announces.
    fileprivate func answerStart(from index: Int, determiner: String) -> (start: Int, isPlain: Bool)? {
        var behind = index
        if has("s are", at: behind) { behind += 1 }
        if has("(s)", at: behind) { behind += 3 }
        guard !at(behind).isWordByte else { return nil }
        let place = skip(from: behind) { $0.isBlank || "*_)]".utf8.contains($0) }
        if let start = colonEnd(at: place) { return (nextLineIfEmpty(start), true) }
        if let start = copulaEnd(at: place) { return (nextLineIfEmpty(start), hasWord("is", at: place)) }
        if hasWord("of", at: place) {
            let value = skip(from: place + 2) { $0.isBlank }
            if at(value).isDigit || "$-\\\"'*".utf8.contains(at(value)) { return (value, false) }
        }
        if Self.links.contains(where: { hasWord($0, at: place) }), let start = distantCopulaEnd(from: place) {
            return (nextLineIfEmpty(start), false)
        }
        if place == endIndex || at(place) == 0x0A {
            let head = self[lineStart(of: index)..<(index - 6)]
            let words = head.split { !$0.isLetter }.map { $0.text.lowercased() }
            let isHeading = words.allSatisfy { ["the", "final", "correct", "my"].contains($0) }
            return isHeading && place < endIndex ? (nextLineIfEmpty(place), false) : nil
        }
        guard ["the", "final", "correct"].contains(determiner) else { return nil }
        let value = skip(from: behind) { $0.isBlank }
        let opens =
            "('\"`$*\\[".utf8.contains(at(value)) || at(value).isDigit || has("“", at: value) || has("‘", at: value)
        return opens ? (value, false) : nil
    }

    /// The end of a colon or equals sign, with the closing emphasis around it.
    private func colonEnd(at place: Int) -> Int? {
        let length = ":=".utf8.contains(at(place)) ? 1 : has("：", at: place) ? 3 : 0
        return length == 0 ? nil : skip(from: place + length) { $0.isBlank }
    }

    /// The end of "is", "would be" and the like, with a colon behind it.
    private func copulaEnd(at place: Int) -> Int? {
        guard let word = Self.copulas.first(where: { hasWord($0, at: place) }) else { return nil }
        let end = skip(from: place + word.utf8CodeUnitCount) { $0.isBlank }
        let beyond = skip(from: end) { $0.isBlank || "*_".utf8.contains($0) }
        return colonEnd(at: beyond) ?? end
    }

    /// The end of the "is" of `answer to the question is`.
    private func distantCopulaEnd(from index: Int) -> Int? {
        let limit = Swift.min(index + AnswerLimits.maxMarkerGapBytes, sentenceEnd(from: index))
        var place = index
        while place < limit {
            if at(place - 1) == 0x20, let end = copulaEnd(at: place) { return end }
            if at(place) == UInt8(ascii: ":") { return colonEnd(at: place) }
            place += 1
        }
        return nil
    }

    private static let copulas: [StaticString] = [
        "is", "are", "was", "would be", "should be", "will be", "must be", "equals", "comes out to be", "becomes",
    ]
    private static let links: [StaticString] = ["to", "in", "for", "of", "as", "from", "that", "we", "i", "which"]

    /// The answer's place on a later line when nothing but a delimiter stands on this one.
    private func nextLineIfEmpty(_ index: Int) -> Int {
        var place = index
        for _ in 0..<4 {
            let line = self[place..<lineEnd(from: place)].trimmed { $0.isBlank || "*_#>".utf8.contains($0) }
            guard line.isEmpty || line.starts(with: "```".utf8) || line.elementsEqual("---".utf8) else { break }
            place = skip(from: lineEnd(from: place)) { $0.isSpace }
        }
        return skip(from: place) { $0.isSpace }
    }

    /// The end of the answer that begins at `start`: of the formula or the bold words it opens with, else of its sentence.
    fileprivate func answerEnd(from start: Int) -> Int {
        for (open, close) in Self.delimiters where has(open, at: start) {
            let inside = start + open.utf8CodeUnitCount
            guard let end = first(close, from: inside, within: AnswerLimits.maxMarkedBytes), end > inside else {
                continue
            }
            let isDollar = open.utf8CodeUnitCount == 1
            let isBold = at(start) == UInt8(ascii: "*")
            let isCurrency = isDollar && (at(end - 1).isBlank || at(end + 1).isDigit || at(inside).isBlank)
            let isTitle = isBold && at(end - 1) == UInt8(ascii: ":")
            let crossesLine = self[inside..<end].contains(0x0A)
            if isCurrency || isTitle || crossesLine && (isDollar || isBold) { continue }
            return end + close.utf8CodeUnitCount
        }
        return sentenceEnd(from: start)
    }

    private static let delimiters: [(StaticString, StaticString)] = [
        ("$$", "$$"), ("\\[", "\\]"), ("\\(", "\\)"), ("$", "$"), ("**", "**"),
    ]

    /// The end of the sentence or line that goes on at `start`; decimal points, initials and titles do not end it.
    fileprivate func sentenceEnd(from start: Int) -> Int {
        var place = start
        while place < endIndex {
            let byte = self[place]
            if byte == 0x0A || has("。", at: place) { return place }
            if ".!?".utf8.contains(byte) {
                let next = skip(from: place + 1) { "*_`\"')]$".utf8.contains($0) }
                // "The answer is 18.Next" lacks a space; "3.5" and "example.org" end nothing.
                let isGlued = byte == UInt8(ascii: ".") && at(place - 1).isDigit && at(place + 1).isLetter
                let ends = next == endIndex || self[next].isSpace || has("”", at: next) || isGlued
                if ends, byte != UInt8(ascii: ".") || !isAbbreviation(before: place, from: start) { return place }
            }
            place += 1
        }
        return endIndex
    }

    /// Whether the full stop at `place` belongs to a title or to one of several initials.
    private func isAbbreviation(before place: Int, from start: Int) -> Bool {
        let wordStart = self[start..<place].lastIndex { !$0.isLetter }.map { $0 + 1 } ?? start
        let word = self[wordStart..<place]
        if word.count == 1, at(wordStart).isUppercase {
            let next = skip(from: place + 1) { $0.isBlank }
            let isBeforeInitial = at(next).isUppercase && at(next + 1) == UInt8(ascii: ".")
            let isAfterInitial = at(wordStart - 1) == UInt8(ascii: ".") || at(wordStart - 2) == UInt8(ascii: ".")
            return next < endIndex && (isBeforeInitial || isAfterInitial && wordStart - 2 >= start)
        }
        return Self.titles.contains(word.text)
    }

    private static let titles: Set<String> = ["Mr", "Mrs", "Ms", "Dr", "St", "vs", "Prof", "approx", "ca"]

    /// The announced words without adverbs in front.
    fileprivate var announced: Bytes {
        var rest = trimmed()
        while let word = Self.adverbs.first(where: { rest.hasWord($0, at: rest.startIndex) }) {
            rest = rest.dropFirst(word.utf8CodeUnitCount).trimmed {
                $0.isSpace || $0 == UInt8(ascii: ",") || $0 == 0x3A
            }
        }
        return rest.isEmpty ? trimmed() : rest
    }

    private static let adverbs: [StaticString] = [
        "therefore", "thus", "then", "hence", "simply", "just", "clearly", "indeed", "obviously", "exactly",
        "as follows",
    ]
}
