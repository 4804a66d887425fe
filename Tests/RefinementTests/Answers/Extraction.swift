import Refinement
import Testing

/// A text and the canonical form of the answer expected in it, nil for none.
struct Extraction: Sendable, CustomTestStringConvertible {
    let text: String
    let canonical: String?

    init(_ text: String, _ canonical: String?) {
        self.text = text
        self.canonical = canonical
    }

    var testDescription: String { "\(text.debugDescription) → \(canonical ?? "nil")" }
}

/// What an extractor of that type finds in `text`.
func answer(
    _ text: String, _ type: AnswerType, prompt: String? = nil, choices: [AnswerChoice] = [], pattern: String? = nil,
    digits: Int? = nil, isTruncated: Bool = false, isJSONRequested: Bool = false
) throws -> Answer? {
    let format = try AnswerFormat(type: type, pattern: pattern, choices: choices, digits: digits)
    return AnswerExtractor(format: format, prompt: prompt, isJSONRequested: isJSONRequested)
        .answer(in: text, isTruncated: isTruncated)
}
