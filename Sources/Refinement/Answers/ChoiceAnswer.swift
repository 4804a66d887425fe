/// Reads an answer as one of a question's options.
struct ChoiceAnswer {
    private let choices: [AnswerChoice]
    /// The one-letter labels, in upper case.
    private let letters: Set<UInt8>
    /// The labels that are words, in normalised form.
    private let words: [(label: [Substring], choice: AnswerChoice)]
    /// The options by their normalised text, those only that it tells apart.
    private let byText: [String: AnswerChoice]

    /// The reader for these options; without any, the letters A to J are.
    init(_ choices: [AnswerChoice]) {
        let defaults = "ABCDEFGHIJ".map { AnswerChoice(label: String($0)) }
        self.choices = choices.isEmpty ? defaults : choices
        letters = Set(self.choices.compactMap { ChoiceAnswer.letter($0.label) })
        words = self.choices.filter { ChoiceAnswer.letter($0.label) == nil }.map {
            (NormalizedText($0.label).canonical.split(separator: " "), $0)
        }
        let texts = Dictionary(
            grouping: self.choices.filter { $0.text != nil }, by: { NormalizedText($0.text ?? "").canonical })
        byText = texts.compactMapValues { $0.count == 1 ? $0[0] : nil }
    }

    /// The option that a phrase names: its label, several labels, or exactly its text.
    func answer(_ source: Bytes) -> Answer? {
        let phrase = LaTeX(source).cleaned.withoutWrapping
        if let several = labels(phrase) { return several }
        if phrase.first(" or ") != nil, labels(phrase.replacing(" or ", with: ",")) != nil { return nil }
        let normalized = NormalizedText(phrase.text).canonical
        if let choice = byText[normalized] { return answer(choice) }
        if let letter = leadingLetter(phrase) ?? enclosedLetter(phrase) { return answer(letter) }
        return word(in: normalized, isLast: false)
    }

    /// What a text without a marker says: its last standing-alone label, or a last line that is an option's text.
    func lastResort(_ source: Bytes) -> Answer? {
        let text = CompatibilityFolding.fold(source)
        for place in text.indices.reversed() where text[place].isLetter {
            if isLabel(at: place, in: text) { return answer(text[place] & 0xDF) }
        }
        let trimmed = text.trimmed()
        let lastLine = trimmed[trimmed.lineStart(of: trimmed.endIndex)...].withoutWrapping
        if let choice = byText[NormalizedText(lastLine.text).canonical] { return answer(choice) }
        return words.isEmpty ? nil : word(in: NormalizedText(text.text).canonical, isLast: true)
    }

    private static func letter(_ label: String) -> UInt8? {
        guard label.utf8.count == 1, let byte = label.utf8.first, byte.isLetter else { return nil }
        return byte & 0xDF
    }

    private func answer(_ letter: UInt8) -> Answer? {
        let label = String(UnicodeScalar(letter))
        return Answer(kind: .choice, canonical: label, display: label)
    }

    private func answer(_ choice: AnswerChoice) -> Answer? {
        if let letter = ChoiceAnswer.letter(choice.label) { return answer(letter) }
        return Answer(kind: .choice, canonical: NormalizedText(choice.label).canonical, display: choice.label)
    }

    /// The labels of a phrase that consists of nothing else; `A and C` is one answer, `A or C` none.
    private func labels(_ phrase: Bytes) -> Answer? {
        let pieces = phrase.replacing(" and ", with: ",").replacing("&", with: ",").split(separator: UInt8(ascii: ","))
        guard !pieces.isEmpty, pieces.count <= letters.count else { return nil }
        var found = Set<UInt8>()
        for piece in pieces {
            let label = piece.trimmed { $0.isSpace || "()[]{}.:*".utf8.contains($0) }
            guard label.count == 1, let letter = label.first.map({ $0 & 0xDF }), letters.contains(letter) else {
                return nil
            }
            found.insert(letter)
        }
        let label = found.sorted().map { String(UnicodeScalar($0)) }.joined(separator: ",")
        return Answer(kind: .choice, canonical: label, display: label)
    }

    /// The label that a phrase begins with, as in `option B`, `(B) red`, `B because …`.
    private func leadingLetter(_ phrase: Bytes) -> UInt8? {
        var rest = phrase
        var isAnnounced = false
        while let word = Self.announcements.first(where: { rest.hasWord($0, at: rest.startIndex) }) {
            rest = rest.dropFirst(word.utf8CodeUnitCount).trimmed { $0.isSpace || "*:\"'".utf8.contains($0) }
            isAnnounced = true
        }
        let opening = "([{\"'*".utf8
        let start = rest.skip(from: rest.startIndex) { opening.contains($0) }
        let byte = rest.at(start)
        guard byte.isLetter, letters.contains(byte & 0xDF), !rest.at(start + 1).isWordByte else { return nil }
        let next = rest.at(start + 1)
        if ")]}".utf8.contains(next) { return byte & 0xDF }
        guard byte.isUppercase else { return nil }
        if next == 0 || ".:,;*\"-".utf8.contains(next) || isAnnounced { return byte & 0xDF }
        guard next.isSpace else { return nil }
        if byte != UInt8(ascii: "A"), byte != UInt8(ascii: "I") { return byte }
        let following = rest.skip(from: start + 1) { $0.isSpace }
        let goesOn = Self.continuations.contains { rest.hasWord($0, at: following) }
        return goesOn || !rest.at(following).isLetter ? byte : nil
    }

    private static let announcements: [StaticString] = ["the", "option", "choice", "letter", "answer", "statement"]
    private static let continuations: [StaticString] = ["because", "since", "as", "is", "which", "with", "for"]

    /// The first label in round or square brackets.
    private func enclosedLetter(_ phrase: Bytes) -> UInt8? {
        for place in phrase.indices where letters.contains(phrase[place] & 0xDF) && phrase[place].isLetter {
            let brackets = (phrase.at(place - 1), phrase.at(place + 1))
            if brackets == (UInt8(ascii: "("), UInt8(ascii: ")")) || brackets == (UInt8(ascii: "["), UInt8(ascii: "]"))
            {
                return phrase[place] & 0xDF
            }
        }
        return nil
    }

    /// Whether the letter at `place` stands for an option: the words `A` and `I` do not.
    private func isLabel(at place: Int, in text: Bytes) -> Bool {
        let byte = text[place]
        let (before, behind) = (text.at(place - 1), text.at(place + 1))
        guard letters.contains(byte & 0xDF), !before.isWordByte, !behind.isWordByte else { return false }
        if before == UInt8(ascii: "("), behind == UInt8(ascii: ")") { return true }
        guard byte.isUppercase, !"-'\\/+=^".utf8.contains(before), !"-'/+=^".utf8.contains(behind) else { return false }
        guard byte == UInt8(ascii: "A") || byte == UInt8(ascii: "I") else { return true }
        let announced = text[..<place].withoutTrailingSpace
        if announced.count >= 6, announced.has("option", at: announced.endIndex - 6) { return true }
        return behind == 0 || behind == 0x0A || ".):,*".utf8.contains(behind)
    }

    /// The one worded label that a normalised phrase holds, or the last of a text.
    private func word(in normalized: String, isLast: Bool) -> Answer? {
        let text = normalized.split(separator: " ")
        var found: [(end: Int, length: Int, choice: AnswerChoice)] = []
        for (label, choice) in words where !label.isEmpty && label.count <= text.count {
            for start in (0...(text.count - label.count)).reversed()
            where text[start..<(start + label.count)].elementsEqual(label) {
                found.append((start + label.count, label.count, choice))
                break
            }
        }
        guard let best = found.max(by: { ($0.end, $0.length) < ($1.end, $1.length) }) else { return nil }
        // "very positive" also holds "positive": what lies inside the best match does not contradict it.
        let isAlone = found.allSatisfy { $0.end - $0.length >= best.end - best.length && $0.end <= best.end }
        return isLast || isAlone ? answer(best.choice) : nil
    }
}
