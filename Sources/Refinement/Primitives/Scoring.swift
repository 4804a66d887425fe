/// Which of two answers a judge prefers.
enum Preference: Sendable, Hashable {
    /// The one it was shown first.
    case first
    /// The one it was shown second.
    case second
    /// Neither.
    case neither
}

extension Preference {
    /// Reads a judge's reply: what the last `VERDICT: …` or `[[…]]` says, else its last line; nil if that is no verdict.
    init?(reply: String) {
        let lines = reply.lowercased().split(whereSeparator: \.isNewline).filter { $0.contains(where: \.isLetter) }
        let tagged = lines.reversed().lazy.compactMap { line in
            line.firstMatch(of: /verdict[*_"`]*\s*[:=]\s*(.+)|\[\[(.+?)\]\]/).flatMap { $0.1 ?? $0.2 }
        }
        guard let said = tagged.first ?? lines.last else { return nil }
        let words = Set(said.split { !$0.isLetter }.map(String.init))
        switch words.subtracting(Self.fillers) {
        case ["a"]: self = .first
        case ["b"]: self = .second
        case let rest where !rest.isDisjoint(with: Self.draws): self = .neither
        default: return nil
        }
    }

    private static let fillers: Set<String> = ["the", "answer", "response", "is", "better"]
    private static let draws: Set<String> = ["tie", "neither", "equal", "equally", "draw"]
}

extension Run {
    /// Which of two answers the judge prefers; nil if its replies cannot be read. It is shown the request and the two, not
    /// which of them is the newer one, nor how it came about (G4).
    ///
    /// - Throws: `BudgetSpent`, `ModelError`, or `CancellationError` if the run was cancelled.
    func preference(
        between first: String, and second: String, of question: Question, at place: CallPlace
    ) async throws -> Preference? {
        let task = ScorePairwisePrompt.conversation(
            Transcript(question.conversation), first: first, second: second)
        return try await ask(
            .judge, task, form: ScorePairwisePrompt.form, at: place,
            sampling: question.sampling.reviewing(temperature: 0)
        ) { reply, _ in Preference(reply: reply) }.value
    }
}
