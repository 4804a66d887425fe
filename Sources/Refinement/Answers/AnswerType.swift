/// What kind of thing an answer is, and so how it is found in a text and when two of them are equal.
public enum AnswerType: String, Sendable, Hashable, CaseIterable {
    /// Chosen by what the request asks for; see `AnswerTypeReason`.
    case auto
    /// An exact number: integer, decimal, fraction or mixed number.
    case number
    /// Mathematics in LaTeX; numeric LaTeX is a number.
    case math = "latex"
    /// One of the labelled options of a question.
    case choice
    /// Yes or no, true or false.
    case boolean
    /// A string of the letters a to z, as in the last-letters task (arXiv 2201.11903).
    case letters
    /// A JSON value; the order of members and the spelling of numbers do not matter.
    case json
    /// A literal of Python; the order in sets and dictionaries and the spelling of texts and numbers do not matter.
    case literal
    /// Source code: the last fenced block.
    case code
    /// Words, compared without case, punctuation and articles.
    case text
    /// What the caller's pattern matches last.
    case regex

    /// The type of that name on the wire; `math` and `yesno` are accepted as other names of `latex` and `boolean`.
    public init?(named name: String) {
        switch name {
        case "math": self = .math
        case "yesno": self = .boolean
        default: self.init(rawValue: name)
        }
    }
}
