/// What a request's own words say about the type of its answer.
struct AnswerCues {
    let type: AnswerType
    let reason: AnswerTypeReason
    /// The options to choose from, given or listed in the prompt.
    let choices: [AnswerChoice]
    /// Whether the question is answered by true or false rather than yes or no.
    let asksForTruth: Bool

    init(format: AnswerFormat, prompt: String?, isJSONRequested: Bool) {
        let prompt = String(decoding: (prompt ?? "").utf8.suffix(AnswerLimits.maxCueBytes), as: UTF8.self)
        let text = Bytes(prompt)
        let mayChoose = format.type == .auto || format.type == .choice
        choices = mayChoose && format.choices.isEmpty ? PromptOptions(prompt).choices : format.choices
        asksForTruth = text.first("true or false") != nil || text.first("true/false") != nil
        guard format.type == .auto else {
            (type, reason) = (format.type, .requested)
            return
        }
        if format.pattern != nil {
            (type, reason) = (.regex, .patternGiven)
        } else if !format.choices.isEmpty {
            (type, reason) = (.choice, .choicesGiven)
        } else if isJSONRequested {
            (type, reason) = (.json, .jsonRequested)
        } else if !choices.isEmpty {
            (type, reason) = (.choice, .optionsInPrompt)
        } else if text.first("\\boxed") != nil {
            (type, reason) = (.math, .boxedInPrompt)
        } else if asksForTruth || AnswerCues.yesOrNo.contains(where: { text.first($0) != nil }) {
            (type, reason) = (.boolean, .yesOrNoInPrompt)
        } else if text.first("last letter") != nil, text.first("concatenat") != nil {
            (type, reason) = (.letters, .lastLettersInPrompt)
        } else if AnswerCues.asksForNumber(text) {
            let isLaTeX = text.contains(UInt8(ascii: "\\")) || AnswerCues.holdsFormula(text)
            (type, reason) = (isLaTeX ? .math : .number, .numberInPrompt)
        } else {
            (type, reason) = (.text, .noCue)
        }
    }

    private static let yesOrNo: [StaticString] = [
        "yes or no", "yes/no", "yes, or no", "(yes|no)", "'yes' or 'no'", "\"yes\" or \"no\"",
    ]

    /// Whether the last question of the prompt asks for a number, or an order to compute stands in it.
    private static func asksForNumber(_ text: Bytes) -> Bool {
        let question = lastQuestion(of: text)
        if quantities.contains(where: { question.first($0) != nil }) { return true }
        if asksForArithmetic(question) { return true }
        return orders.contains { word in
            var place = text.startIndex
            while let found = text.first(word, from: place) {
                let before = text[..<found].withoutTrailingSpace
                let startsSentence = before.last.map { ".!?:\n,".utf8.contains($0) } ?? true
                if startsSentence, !text.at(found + word.utf8CodeUnitCount).isWordByte { return true }
                place = found + 1
            }
            return false
        }
    }

    /// The last sentence that ends in a question mark; the whole text if there is none and it is short.
    private static func lastQuestion(of text: Bytes) -> Bytes {
        guard let mark = text.lastIndex(of: UInt8(ascii: "?")) else { return text.count <= 400 ? text : [] }
        let before = text[..<mark]
        let start = before.indices.last {
            before[$0] == 0x0A || ".!?".utf8.contains(before[$0]) && before.at($0 + 1).isSpace
        }
        return text[(start.map { $0 + 1 } ?? text.startIndex)...mark]
    }

    /// `What is 17*23?` and the like: a question whose numbers an operator joins.
    private static func asksForArithmetic(_ question: Bytes) -> Bool {
        let asks = ["what is", "what's", "how much is", "="].contains { (word: StaticString) in
            question.first(word) != nil
        }
        guard asks else { return false }
        return question.indices.contains { place in
            let sign = question[place]
            let isTimes = question.has("×", at: place) || question.has("÷", at: place)
            guard isTimes || "+*/-x^".utf8.contains(sign) else { return false }
            let before = question[..<place].withoutTrailingSpace
            let behind = question.skip(from: isTimes ? place + 2 : place + 1) { $0.isBlank || "(*".utf8.contains($0) }
            guard before.last?.isDigit == true || before.last == UInt8(ascii: ")"), question.at(behind).isDigit else {
                return false
            }
            // A second slash or hyphen makes it a date.
            let left = before.last { !$0.isDigit }
            let right = question.at(question.skip(from: behind) { $0.isDigit })
            return !"/-".utf8.contains(sign) || left != sign && right != sign
        }
    }

    private static func holdsFormula(_ text: Bytes) -> Bool {
        guard let open = text.firstIndex(of: UInt8(ascii: "$")), !text.at(open + 1).isDigit,
            let close = text[(open + 1)...].firstIndex(of: UInt8(ascii: "$"))
        else { return false }
        return !text[open..<close].contains(0x0A)
    }

    private static let quantities: [StaticString] = [
        "how many", "how much", "how old", "how tall", "how far", "how long", "how fast", "how often", "what number",
        "which number", "what is the number", "what is the value", "what is the sum", "what is the product",
        "what is the difference", "what is the quotient", "what is the remainder", "what is the total",
        "what is the average", "what is the mean", "what is the median", "what is the probability",
        "what is the area", "what is the perimeter", "what is the volume", "what is the cost", "what is the price",
        "what is the percentage", "what percentage", "what percent", "what fraction", "what is the result",
        "find the value", "find the number", "find the sum",
    ]
    private static let orders: [StaticString] = ["calculate", "compute", "evaluate"]
}
