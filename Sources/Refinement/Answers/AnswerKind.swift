/// The class of an answer; answers of different classes are never equal.
public enum AnswerKind: String, Sendable, Hashable, CaseIterable {
    /// An exact number, also one that was written in LaTeX.
    case number
    /// LaTeX that is not a number.
    case math
    /// A label, or several of them.
    case choice
    /// `yes` or `no`.
    case boolean
    /// Letters a to z.
    case letters
    /// A JSON value.
    case json
    /// A literal of Python.
    case literal
    /// Source code.
    case code
    /// Normalised words.
    case text
    /// Tool calls.
    case toolCalls = "tool_calls"
    /// What a caller's pattern matched.
    case match
    /// No answer, where that may win a vote.
    case null
}
