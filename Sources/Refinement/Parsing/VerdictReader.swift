/// Reads whether a text says yes or no to something, without falling for "it is not correct", "incorrect" or
/// "partially correct", all of which contain "correct" (refinement.md §0.3).
struct VerdictReader: Sendable {
    /// Words that say yes, in lower case.
    let positive: Set<String>
    /// Words that say no.
    let negative: Set<String>

    /// For critics: yes means that an answer can stay as it is.
    static let approval = VerdictReader(
        positive: [
            "stop", "ok", "okay", "accept", "accepted", "pass", "passes", "correct", "right", "confirm", "confirmed",
        ],
        negative: [
            "refine", "refined", "revise", "revised", "revision", "continue", "improve", "improved", "reject",
            "rejected",
            "fail", "fails", "incorrect", "wrong", "flawed", "incomplete", "error", "errors", "mistake", "mistakes",
            "problem", "problems",
        ])

    /// The verdict: what the last tag such as `Verdict: …` or `[[…]]` says; else the last line; else the whole text. Nil if
    /// it says neither or both.
    func verdict(in text: String) -> Bool? {
        let lower = text.lowercased().replacing("’", with: "'")
        let lines = lower.split(whereSeparator: \.isNewline).filter { $0.contains { $0.isLetter } }
        let tagged = Self.tags(in: lines).reversed().lazy.compactMap(judgement(of:)).first
        if let tagged { return tagged }
        let whole = judgement(of: lower)
        guard let last = lines.last.flatMap({ judgement(of: String($0)) }) else { return whole }
        // A last line that says yes does not take back what was objected to before it.
        return last && whole != true ? nil : last
    }

    /// What stands in the tags of a text, in order: behind `verdict:` and the like, or else in brackets.
    private static func tags(in lines: [Substring]) -> [String] {
        let labelled = lines.compactMap { line in
            line.firstMatch(of: /\b(?:verdict|decision|judge?ment)\b[*_"`]*\s*[:=]\s*(.+)/).map { String($0.1) }
        }
        guard labelled.isEmpty else { return labelled }
        return lines.flatMap { line in
            line.matches(of: /\[\[?([^\[\]]{1,40})\]\]?|<result>(.{1,40}?)<\/result>/)
                .compactMap { ($0.1 ?? $0.2).map(String.init) }
        }
    }

    /// What a piece of text says, clause by clause; nil if nothing, or one thing and its opposite.
    private func judgement(of text: String) -> Bool? {
        var said: Set<Bool> = []
        for clause in text.split(whereSeparator: { ".,;:!?()\n|\"".contains($0) }) {
            let words = clause.split { !$0.isLetter && $0 != "'" }.map(String.init)
            if words == ["no"] || words == ["nope"] { said.insert(false) }
            for (place, word) in words.enumerated() {
                let before = words[..<place]
                let negations = before.count(where: Self.negates)
                if negative.contains(word) {
                    // "Not wrong" and "does not contain any errors", but not "does not solve the problem".
                    let direct = before.last { !Self.fillers.contains($0) }
                    said.insert(negations == 1 && direct.map(Self.negates) == true)
                } else if positive.contains(word), Self.isSaidOfTheAnswer(word, at: place, in: words) {
                    if negations > 0 || before.contains(where: Self.hedges.contains) {
                        said.insert(false)
                    } else if !before.contains(where: Self.conditions.contains) {
                        said.insert(true)
                    }
                }
            }
        }
        return said.count == 1 ? said.first : nil
    }

    /// Whether a word that says yes says it of the answer: "the correct result is 4" and "stop guessing" do not.
    private static func isSaidOfTheAnswer(_ word: String, at place: Int, in words: [String]) -> Bool {
        if ["correct", "right"].contains(word), place > 0, words[place - 1] == "the" { return false }
        return !["stop", "pass", "accept"].contains(word) || words.count <= 2
    }

    /// Words that may stand between a negation and what it negates.
    private static let fillers: Set<String> = [
        "any", "a", "an", "real", "significant", "major", "further", "more", "other", "contain", "contains", "have",
        "has", "see", "find", "found", "spot", "detect", "be", "there",
    ]

    private static func negates(_ word: String) -> Bool { word.hasSuffix("n't") || negations.contains(word) }

    private static let negations: Set<String> = [
        "not", "no", "never", "neither", "nor", "cannot", "cant", "dont", "doesnt", "isnt", "arent", "wasnt", "without",
        "hardly", "barely", "nothing", "none", "far", "nobody", "unable",
    ]
    private static let hedges: Set<String> = ["partially", "partly", "almost", "nearly", "mostly", "somewhat", "half"]
    /// What makes a yes a supposition.
    private static let conditions: Set<String> = [
        "if", "whether", "unless", "until", "would", "could", "should", "might", "may", "must", "to",
    ]
}
