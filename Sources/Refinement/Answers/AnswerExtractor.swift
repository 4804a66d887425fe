/// Finds the answer in the texts that a model gives to one request.
///
/// A text is searched for what the caller's pattern matches, or else for `\boxed{…}`, `#### …` and phrases such as
/// `the answer is …`, in this order and each time for the last occurrence that can be read as the type; an earlier
/// one is tried only when a later one cannot. Without any of them the last number, label or word of the type counts,
/// but never in a truncated text.
public struct AnswerExtractor: Sendable {
    /// What the request says about its answer.
    public let format: AnswerFormat
    /// The type that answers are read as; never `auto`.
    public let resolvedType: AnswerType
    /// Why it is this type.
    public let reason: AnswerTypeReason
    private let choices: ChoiceAnswer
    private let asksForTruth: Bool

    /// An extractor for the texts that answer `prompt`, whose own cues choose the type when the format says `auto`.
    /// The cues are looked up once, here.
    public init(format: AnswerFormat, prompt: String?, isJSONRequested: Bool) {
        let cues = AnswerCues(format: format, prompt: prompt, isJSONRequested: isJSONRequested)
        self.format = format
        resolvedType = cues.type
        reason = cues.reason
        choices = ChoiceAnswer(cues.choices)
        asksForTruth = cues.asksForTruth
    }

    /// The answer in `text`, or nil if it has none; `isTruncated` says that the model was cut short.
    public func answer(in text: String, isTruncated: Bool) -> Answer? {
        guard let visible = Reasoning.removed(from: Bytes(text)) else { return nil }
        if let pattern = format.pattern {
            return pattern.lastMatch(in: visible.text).flatMap { read(Bytes($0)) }
        }
        switch resolvedType {
        case .json: return JSONAnswer.answer(in: visible, isTruncated: isTruncated)
        case .literal: return LiteralAnswer.answer(in: visible, isTruncated: isTruncated)
        case .code:
            return CodeAnswer.answer(in: visible, isTruncated: isTruncated, requiresFence: format.requiresMarker)
        default: break
        }
        for content in AnswerMarkers.boxed(in: visible) {
            if let answer = read(content) { return answer }
        }
        for (content, isLastLine) in AnswerMarkers.hashed(in: visible) {
            if isLastLine, isTruncated { continue }
            if isLastLine || NumberAnswer(whole: content) != nil, let answer = read(content) { return answer }
        }
        var isDenied = false
        for phrase in AnswerPhrase.all(in: visible, isTruncated: isTruncated) {
            if phrase.isNegated, resolvedType != .text {
                isDenied = true
            } else if let answer = read(phrase) {
                return answer
            } else if isUndecided(phrase.content) {
                isDenied = true
            }
        }
        return isDenied || isTruncated || format.requiresMarker ? nil : lastResort(visible)
    }

    /// Reads what is all answer: the content of a box or of a match.
    private func read(_ content: Bytes) -> Answer? {
        switch resolvedType {
        case .number: NumberAnswer(phrase: content)?.answer(digits: format.digits)
        case .math: MathAnswer(digits: format.digits).answer(content)
        case .choice: choices.answer(content)
        case .boolean: BooleanAnswer.answer(content)
        case .letters: LettersAnswer.answer(content)
        case .json: JSONAnswer.answer(in: content, isTruncated: false)
        case .literal: LiteralAnswer.answer(content)
        case .code: CodeAnswer.answer(content)
        case .regex: matched(content)
        case .auto, .text: reason == .noCue ? classed(content) : TextAnswer.answer(content)
        }
    }

    /// Reads what a phrase announces, which may go on with more than the answer.
    private func read(_ phrase: AnswerPhrase) -> Answer? {
        switch resolvedType {
        case .math: MathAnswer(digits: format.digits).answer(inPhrase: phrase.content)
        // The task's script knows no other announcement than "the answer is".
        case .letters: !phrase.isPlain ? nil : LettersAnswer.answer(phrase.content)
        default: read(phrase.content)
        }
    }

    /// Whether a phrase that gives no answer says enough for no other number or label of the text to be the answer:
    /// "the answer is 3 + 4", "the answer is A or B".
    private func isUndecided(_ phrase: Bytes) -> Bool {
        switch resolvedType {
        case .number: phrase.contains(where: \.isDigit)
        case .choice: phrase.first(" or ") != nil
        default: false
        }
    }

    private func lastResort(_ text: Bytes) -> Answer? {
        switch resolvedType {
        case .number: NumberAnswer(lastIn: text)?.answer(digits: format.digits)
        case .math: MathAnswer(digits: format.digits).lastResort(text)
        case .choice: choices.lastResort(text)
        case .boolean: BooleanAnswer.lastResort(text, asksForTruth: asksForTruth)
        case .letters: LettersAnswer.answer(text)
        case .auto, .text: reason == .noCue && text.isShortLine ? classed(text) : TextAnswer.answer(text)
        case .json, .literal, .code, .regex: nil
        }
    }

    /// An answer of a request that says nothing about its type: a number, LaTeX, or else words.
    private func classed(_ content: Bytes) -> Answer? {
        let isMathematics = content.contains { "\\^=$".utf8.contains($0) } || NumberAnswer(whole: content) != nil
        return isMathematics ? MathAnswer(digits: format.digits).answer(content) : TextAnswer.answer(content)
    }

    private func matched(_ content: Bytes) -> Answer? {
        let text = content.trimmed().text
        return Answer(kind: .match, canonical: text, display: text)
    }
}

extension Bytes {
    /// Whether the text is so short that it can only be the answer itself.
    var isShortLine: Bool {
        let line = trimmed()
        return line.count <= AnswerLimits.maxBareAnswerBytes && !line.contains(0x0A)
    }
}
