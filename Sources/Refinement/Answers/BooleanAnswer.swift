/// Reads an answer as yes or no.
enum BooleanAnswer {
    /// The answer that a phrase begins with, such as `yes`, `**False**`, `not correct`.
    static func answer(_ source: Bytes) -> Answer? {
        var words = Words(LaTeX(source).cleaned)
        var isNegated = false
        for _ in 0..<4 {
            guard let word = words.next() else { return nil }
            let text = word.text.lowercased()
            if text == "not" {
                isNegated.toggle()
            } else if let value = values[text] {
                return answer(value != isNegated, display: isNegated ? "not \(word.text)" : word.text)
            } else if !fillers.contains(text) {
                return nil
            }
        }
        return nil
    }

    /// What a text without a marker says: the word it begins with, or else its last yes or no. `no` before another word
    /// (`no reason`) is not an answer; true and false count when the question asks for them.
    static func lastResort(_ text: Bytes, asksForTruth: Bool) -> Answer? {
        let accepted = asksForTruth ? truthWords : yesNoWords
        var words = Words(text)
        var last: Answer?
        var isFirst = true
        while let word = words.next() {
            let lower = word.text.lowercased()
            if accepted.contains(lower), let value = values[lower] {
                let found = answer(value, display: word.text)
                let behind = text.skip(from: word.endIndex) { $0.isBlank }
                let isAlternative = text.hasWord("or", at: behind)
                let isDeterminer = lower == "no" && text.at(behind).isLetter
                if isFirst, !isAlternative, !isDeterminer { return found }
                if !isAlternative, !isDeterminer { last = found }
            }
            isFirst = false
        }
        return last
    }

    private static func answer(_ value: Bool, display: String) -> Answer? {
        Answer(kind: .boolean, canonical: value ? "yes" : "no", display: display)
    }

    private static let values: [String: Bool] = [
        "yes": true, "true": true, "correct": true, "right": true, "y": true, "t": true,
        "no": false, "false": false, "incorrect": false, "wrong": false, "n": false, "f": false, "untrue": false,
    ]
    private static let yesNoWords: Set<String> = ["yes", "no"]
    private static let truthWords: Set<String> = ["yes", "no", "true", "false"]
    private static let fillers: Set<String> = [
        "a", "simply", "clearly", "definitely", "probably", "therefore", "thus", "then", "indeed", "that", "it", "is",
        "statement", "the", "so", "text",
    ]
}

/// The runs of ASCII letters in a text.
private struct Words: IteratorProtocol {
    private let text: Bytes
    private var place: Int

    init(_ text: Bytes) {
        self.text = text
        place = text.startIndex
    }

    mutating func next() -> Bytes? {
        let start = text.skip(from: place) { !$0.isLetter }
        guard start < text.endIndex else { return nil }
        place = text.skip(from: start) { $0.isLetter }
        return text[start..<place]
    }
}
