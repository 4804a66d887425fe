/// The judge's task in universal self-consistency (arXiv 2311.17311): to name one of the responses shown to it.
struct UniversalSelfConsistencyPrompt: Sendable {
    /// What the response is to be chosen for.
    enum Criterion: String, CaseIterable {
        /// Agreement with the others, as in the paper.
        case consistent
        /// Detail, which the paper found better for summaries.
        case detailed
    }

    /// What the response is to be chosen for.
    let criterion: Criterion

    /// The task, for these responses.
    func conversation(_ transcript: Transcript, responses: [String]) -> Conversation {
        let count = responses.count
        let numbered = responses.enumerated().map { "Response \($0 + 1):\n\($1)" }.joined(separator: "\n\n")
        return transcript.prompt(
            """
            Question:

            \(transcript.text)

            Here are \(count) responses to the question, numbered from 1 to \(count).

            \(numbered)

            Compare the responses with each other. \(instruction)
            Begin your reply with one sentence of exactly this form, X being the number from 1 to \(count):
            The most \(criterion.rawValue) response is Response X
            """)
    }

    private var instruction: String {
        switch criterion {
        case .consistent:
            "Choose the one that is most consistent with the others: what the majority of them agrees on decides, "
                + "not what you would answer yourself."
        case .detailed: "Choose the one that answers the question in the most detail."
        }
    }

    /// The place, from 0, of the response that the judge names; nil if it names none of them.
    ///
    /// The first one named behind the sentence asked for counts, without that sentence the last one named at all. A
    /// number at which the judge was cut off may lack digits and counts for nothing.
    func place(in reply: String, isTruncated: Bool, among count: Int) -> Int? {
        guard let visible = Reasoning.removed(from: Bytes(reply)) else { return nil }
        let text = isTruncated ? visible.withoutLastDigits : visible
        let number: Int? =
            if let start = text.first(opening).map({ $0 + opening.utf8CodeUnitCount }) {
                text[start...].numberAhead ?? text[start...].numberedResponses.first
            } else {
                text.numberedResponses.last
            }
        return number.flatMap { (1...count).contains($0) ? $0 - 1 : nil }
    }

    private var opening: StaticString {
        switch criterion {
        case .consistent: "consistent response is"
        case .detailed: "detailed response is"
        }
    }
}

extension Bytes {
    /// The numbers of all responses that the text names.
    fileprivate var numberedResponses: [Int] {
        var numbers: [Int] = []
        var place = startIndex
        while let found = first("response", from: place) {
            place = found + 8
            if let number = self[place...].numberAhead { numbers.append(number) }
        }
        return numbers
    }

    /// The number with which the text begins, emphasis and brackets aside; 0, which numbers nothing, if it is too large.
    fileprivate var numberAhead: Int? {
        let start = skip(from: startIndex) { $0.isSpace || "*_`#:[(".utf8.contains($0) }
        let end = skip(from: start) { $0.isDigit }
        guard end > start, !at(end).isWordByte else { return nil }
        return Int(self[start..<end].text) ?? 0
    }

    /// The text up to the digits it ends in.
    fileprivate var withoutLastDigits: Bytes { self[..<(lastIndex { !$0.isDigit }.map { $0 + 1 } ?? startIndex)] }
}
