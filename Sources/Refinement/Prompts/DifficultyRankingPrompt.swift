/// The task of step 1 of difficulty-adaptive self-consistency (arXiv 2408.13457): to order questions by difficulty.
struct DifficultyRankingPrompt: Sendable {
    /// The task, for these questions.
    func conversation(_ questions: [String]) -> Conversation {
        let labelled = questions.enumerated().map { "Q\($0 + 1):\n\($1)" }.joined(separator: "\n\n")
        let text = """
            Below are \(questions.count) questions, labelled Q1 to Q\(questions.count).

            \(labelled)

            Do not answer the questions. Order them by how hard each is to answer correctly, the easiest first and the \
            hardest last. Reply with one line that holds every label once, separated by commas, and with nothing else.
            """
        return Conversation([Message(role: "user", text: text)])
    }

    /// The places, from 0, of `count` questions in the order that a reply gives them; nil if it does not name each of them
    /// once.
    ///
    /// Where the whole reply names some of them again, because the model has thought aloud, its last line decides.
    func order(in reply: String, among count: Int) -> [Int]? {
        guard let visible = Reasoning.removed(from: Bytes(reply)) else { return nil }
        let lines = visible.split(separator: 0x0A).map(\.labels).filter { !$0.isEmpty }
        return [lines.flatMap { $0 }, lines.last ?? []].first { $0.sorted() == Array(0..<count) }
    }
}

extension Bytes {
    /// More digits than this are no label.
    private static let maxDigits = 4

    /// The numbers of the labels `Q1`, `Q2`, … that stand in the text, from 0.
    fileprivate var labels: [Int] {
        indices.compactMap { place in
            guard at(place).lowercased == UInt8(ascii: "q"), !at(place - 1).isWordByte else { return nil }
            let digits = self[(place + 1)...].prefix { $0.isDigit }
            guard (1...Self.maxDigits).contains(digits.count), let number = Int(digits.text) else { return nil }
            return number - 1
        }
    }
}
