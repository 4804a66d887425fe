/// What a request says about its answer: the type and what goes with it.
public struct AnswerFormat: Sendable {
    /// The type asked for.
    public let type: AnswerType
    /// The caller's pattern; with a type other than `regex` it picks the text that is then read as that type.
    public let pattern: Pattern?
    /// The options; empty when they are to be read from the prompt.
    public let choices: [AnswerChoice]
    /// Digits behind the decimal point to which numbers are rounded, half away from zero; nil leaves them exact.
    public let digits: Int?
    /// Whether only a marked answer counts, never the last number, letter or word of a text.
    public let requiresMarker: Bool

    /// Checks that the wishes agree with each other.
    /// - Throws: `AnswerFormatError` when they contradict each other or exceed a limit.
    public init(
        type: AnswerType = .auto, pattern: String? = nil, choices: [AnswerChoice] = [], digits: Int? = nil,
        requiresMarker: Bool = false
    ) throws(AnswerFormatError) {
        if type == .regex, pattern == nil { throw .patternMissing }
        if !choices.isEmpty { try AnswerFormat.check(choices, for: type, hasPattern: pattern != nil) }
        if let digits {
            guard [.number, .math, .auto].contains(type) else { throw .digitsNeedNumber(type) }
            let allowed = 0...AnswerLimits.maxRoundingDigits
            guard allowed.contains(digits) else { throw .digitsOutOfRange(digits, allowed: allowed) }
        }
        self.type = type
        self.choices = choices
        self.digits = digits
        self.requiresMarker = requiresMarker
        if let pattern { self.pattern = try Pattern(pattern) } else { self.pattern = nil }
    }

    private static func check(
        _ choices: [AnswerChoice], for type: AnswerType, hasPattern: Bool
    ) throws(AnswerFormatError) {
        guard type == .choice || type == .auto && !hasPattern else { throw .choicesNeedChoice(type) }
        let allowed = 2...AnswerLimits.maxChoices
        guard allowed.contains(choices.count) else { throw .choiceCount(choices.count, allowed: allowed) }
        var labels = Set<String>()
        var texts = Set<String>()
        for (index, choice) in choices.enumerated() {
            let label = NormalizedText(choice.label).canonical
            let length = choice.label.utf8.count + (choice.text?.utf8.count ?? 0)
            guard !label.isEmpty, length <= AnswerLimits.maxChoiceBytes else {
                throw .choiceLength(index: index, maxBytes: AnswerLimits.maxChoiceBytes)
            }
            guard labels.insert(label).inserted else { throw .choiceRepeated(choice.label) }
            if let text = choice.text, !texts.insert(NormalizedText(text).canonical).inserted {
                throw .choiceRepeated(text)
            }
        }
    }
}
