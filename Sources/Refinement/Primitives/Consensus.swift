import JSON

/// The answer that a judge found most of several reasoning paths to reach, and the path that is returned for it.
struct Consensus: Sendable {
    /// Where the answer was read.
    enum Source: String, Sendable {
        /// In the judge's sentence that names it.
        case statement
        /// In the judge's list of the paths' answers, which voted because there was no such sentence.
        case list
    }

    /// The answer; nil if the judge's reply tells none.
    let answer: Answer?
    /// Where it was read.
    let source: Source?
    /// The place of the first path that reaches it among the counted samples; nil if none can be seen to.
    let place: Int?
    /// How many paths reach it.
    let supporters: Int

    /// What a judge's reading of the paths comes to. A path reaches the agreed answer if it was found in the path, or,
    /// if it was found in none, if the judge lists the path with it.
    init(_ reading: SelfAgreementPrompt.Reading, of paths: [Candidate], by extractor: AnswerExtractor) {
        func read(_ text: String) -> Answer? {
            guard NormalizedText(text).canonical != SelfAgreementPrompt.none else { return nil }
            return Answer(toolCallsShownAs: text, among: paths) ?? extractor.answer(stating: text)
        }
        let callsTools = paths.contains { $0.answer?.kind == .toolCalls }
        let listed = paths.indices.map { reading.listed[$0].flatMap(read) }
        let stated = reading.statement.flatMap(read)
        let voted = listed.reduce(into: Ballot()) { $0.cast($1) }.leader?.answer
        let agreed = stated ?? voted
        let found = agreed == nil ? [] : paths.filter { $0.answer == agreed }.map(\.place)
        let named = agreed == nil ? [] : paths.indices.filter { listed[$0] == agreed }.map { paths[$0].place }
        let supporting = found.isEmpty ? named : found
        place = supporting.first
        supporters = supporting.count
        // An answer that no path gives is returned as text, which is no tool call.
        answer = supporting.isEmpty && callsTools ? nil : agreed
        source = answer == nil ? nil : stated != nil ? .statement : .list
    }
}

extension Answer {
    /// The tool calls of one of the paths, if the text shows them.
    fileprivate init?(toolCallsShownAs text: String, among paths: [Candidate]) {
        guard
            let calls = paths.lazy.compactMap(\.answer).first(where: { $0.kind == .toolCalls && $0.isShown(as: text) })
        else { return nil }
        self = calls
    }

    private func isShown(as text: String) -> Bool { (try? JSON(parsing: text))?.canonical == canonical }
}
