/// Feedback that says that there is nothing to say: empty, `NONE`, `No issues found.`, `no changes needed`.
enum NoFeedback {
    /// Whether the text is such feedback. Every word of its first sentence must belong to such a phrase, and the rest must
    /// not take it back: "No issues with the grammar, but the sum is wrong" is feedback, as is "none of it is right", and
    /// "No, the answer is wrong".
    static func isAll(of text: String) -> Bool {
        let lower = text.lowercased()
        let sentence = lower.prefix { !".!?;:\n".contains($0) }.split { !$0.isLetter }
        guard let first = sentence.first else { return !text.contains { $0.isLetter || $0.isNumber } }
        let opens = openings.contains(String(first)) || sentence.contains("no") && beginnings.contains(String(first))
        guard opens, sentence.allSatisfy({ vocabulary.contains(String($0)) }) else { return false }
        let rest = lower.dropFirst(lower.prefix { !".!?;:\n".contains($0) }.count).split { !$0.isLetter }
        // "No" before anything else objects; it says that there is nothing only together with what there is none of.
        let isNothing = sentence.contains("nothing") || ["none", "n", "na", "null"].contains(first)
        let isAlone = sentence.count == 1 && rest.isEmpty
        guard isNothing || isAlone || sentence.contains(where: { objections.contains(String($0)) }) else {
            return false
        }
        if !sentence.contains("nothing"), sentence.contains("wrong") { return false }
        return !lower.split { !$0.isLetter }.contains { reservations.contains(String($0)) }
            && !rest.contains { VerdictReader.approval.negative.contains(String($0)) || $0 == "verdict" || $0 == "not" }
    }

    private static let openings: Set<String> = ["no", "none", "nothing", "n", "na", "null"]
    private static let beginnings: Set<String> = ["there", "i"]
    private static let vocabulary: Set<String> = openings.union(beginnings).union([
        "further", "more", "other", "real", "significant", "major", "any", "a", "issue", "issues", "problem",
        "problems",
        "error", "errors", "mistake", "mistakes", "change", "changes", "weakness", "weaknesses", "improvement",
        "improvements", "revision", "revisions", "feedback", "found", "detected", "needed", "required", "necessary",
        "remain", "remains", "remaining", "to", "report", "fix", "improve", "add", "is", "are", "were", "was", "see",
        "have", "in", "with", "this", "the", "answer", "response", "here", "at", "all", "wrong",
    ])
    /// What there can be none of.
    private static let objections: Set<String> = [
        "issue", "issues", "problem", "problems", "error", "errors", "mistake", "mistakes", "change", "changes",
        "weakness", "weaknesses", "improvement", "improvements", "revision", "revisions", "feedback",
    ]
    private static let reservations: Set<String> = [
        "but", "however", "except", "although", "though", "yet", "nevertheless", "otherwise", "still",
    ]
}
