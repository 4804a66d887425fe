import JSON

/// The line with which models like to announce a revision, `Here is the improved answer:`; it is no part of the answer
/// (refinement.md §0.4, G12). Pure.
enum RevisionPreface {
    /// Bytes of the longest line that is taken for one.
    private static let maxBytes = 120

    /// The completion without such a line, unless the answer before it begins with one too: then it may have been asked for.
    /// Log-probabilities go with the whole text, so where there are any it stays.
    static func removed(from completion: Completion, after old: String) -> Completion {
        guard !completion.hasLogprobs, case .string(let text)? = completion.message["content"],
            let rest = rest(of: text), rest.contains(where: { !$0.isWhitespace }), self.rest(of: old) == nil
        else { return completion }
        var stripped = completion
        stripped.message["content"] = .string(rest)
        return stripped
    }

    /// What follows the line, if the text begins with one.
    private static func rest(of text: String) -> String? {
        let start = text.drop(while: \.isWhitespace)
        let line = start.prefix { !$0.isNewline }
        let words = line.lowercased().replacing("’", with: "'")
        guard line.utf8.count <= maxBytes, words.last(where: { !"*_ ".contains($0) }) == ":",
            openings.contains(where: words.drop(while: { "*_#> ".contains($0) }).hasPrefix),
            words.split(whereSeparator: { !$0.isLetter }).contains(where: { revisions.contains(String($0)) })
        else { return nil }
        return String(start[line.endIndex...].drop(while: \.isNewline))
    }

    private static let openings = [
        "here is", "here's", "here are", "below is", "sure", "certainly", "of course", "okay", "revised", "improved",
    ]
    private static let revisions: Set<String> = [
        "revised", "improved", "updated", "rewritten", "corrected", "refined", "revision",
    ]
}
