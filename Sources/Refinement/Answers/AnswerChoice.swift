/// One option of a question with several.
public struct AnswerChoice: Sendable, Hashable {
    /// What the option is called: a letter, or the option itself when it has no letter.
    public let label: String
    /// What the option says, if that is more than its label.
    public let text: String?

    /// An option by its label and what it says.
    public init(label: String, text: String? = nil) {
        self.label = label
        self.text = text
    }

    /// The options that `texts` spell: `["A) red", "B) blue"]` have labels, `["positive", "negative"]` are their own.
    public static func options(_ texts: [String]) -> [AnswerChoice] {
        let found = PromptOptions(texts.joined(separator: "\n")).choices
        return found.count == texts.count && texts.count > 1 ? found : texts.map { AnswerChoice(label: $0) }
    }
}
