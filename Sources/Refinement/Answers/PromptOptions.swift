/// The labelled options that a question lists: lines such as `A) red`, `(B) blue`, `C. green`, or the first two in one line.
struct PromptOptions {
    /// The options of the last list in the prompt, which is the question's own when examples stand before it.
    let choices: [AnswerChoice]

    private struct Label {
        let letter: UInt8
        let style: Style
        let range: Range<Int>
    }

    private enum Style: CaseIterable {
        case upperEnclosed, lowerEnclosed, upperClosed, lowerClosed, dotted, colon

        /// How many make a list: `(a) … (b)` and speakers' `A:` also occur in prose.
        var least: Int {
            switch self {
            case .upperEnclosed, .upperClosed, .dotted: 2
            case .lowerEnclosed, .lowerClosed, .colon: 3
            }
        }
    }

    init(_ prompt: String) {
        let text = CompatibilityFolding.fold(Bytes(prompt))
        let labels = PromptOptions.labels(in: text)
        var last: [Label] = []
        for style in Style.allCases {
            var run: [Label] = []
            for label in labels where label.style == style {
                if label.letter == UInt8(ascii: "A") {
                    run = [label]
                } else if let previous = run.last, label.letter == previous.letter + 1 {
                    run.append(label)
                }
                let isLater = run.first?.range.lowerBound ?? 0 >= last.first?.range.lowerBound ?? 0
                if run.count >= style.least, isLater { last = run }
            }
        }
        choices = PromptOptions.choices(last, in: text)
    }

    private static func choices(_ labels: [Label], in text: Bytes) -> [AnswerChoice] {
        labels.enumerated().map { index, label in
            let next = index + 1 < labels.count ? labels[index + 1].range.lowerBound : text.endIndex
            let end = min(text.lineEnd(from: label.range.upperBound), next)
            let content = text[label.range.upperBound..<max(end, label.range.upperBound)]
                .trimmed { $0.isSpace || "*,;-".utf8.contains($0) }
            let name = String(UnicodeScalar(label.letter))
            return AnswerChoice(label: name, text: content.isEmpty ? nil : content.text)
        }
    }

    private static func labels(in text: Bytes) -> [Label] {
        var labels: [Label] = []
        for place in text.indices where text[place].isLetter {
            let behind = text.at(place + 1)
            let isClosed = behind == UInt8(ascii: ")") || behind == UInt8(ascii: "]")
            guard isClosed || behind == UInt8(ascii: ".") || behind == UInt8(ascii: ":") else { continue }
            let before = text.at(place - 1)
            let isEnclosed = before == UInt8(ascii: "(") || before == UInt8(ascii: "[")
            let start = isEnclosed ? place - 1 : place
            let previous = text.at(start - 1)
            guard previous == 0 || previous.isSpace || "*,;-".utf8.contains(previous) else { continue }
            let isUppercase = text[place].isUppercase
            let style: Style
            if isClosed {
                switch (isEnclosed, isUppercase) {
                case (true, true): style = .upperEnclosed
                case (true, false): style = .lowerEnclosed
                case (false, true): style = .upperClosed
                case (false, false): style = .lowerClosed
                }
            } else {
                guard text.startsLine(at: start), isUppercase, !isEnclosed else { continue }
                style = behind == UInt8(ascii: ".") ? .dotted : .colon
            }
            let letter = text[place] & 0xDF
            labels.append(Label(letter: letter, style: style, range: start..<(place + 2)))
        }
        return labels
    }
}
