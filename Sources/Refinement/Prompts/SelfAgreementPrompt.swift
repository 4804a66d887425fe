/// The task of the one more call that self-agreement makes (arXiv 2311.08154): to read each path's answer and to count.
struct SelfAgreementPrompt: Sendable {
    /// What the reply says.
    struct Reading: Sendable, Hashable {
        /// What stands behind the second heading, if it is there: the answer that most paths reach.
        var statement: String?
        /// What stands under the first heading: the answers of the paths, by their places from 0.
        var listed: [Int: String] = [:]
    }

    /// What a path without an answer is listed with.
    static let none = "no answer"

    /// The task, for these reasoning paths.
    func conversation(_ transcript: Transcript, paths: [String]) -> Conversation {
        let numbered = paths.enumerated().map { "Solution \($0 + 1):\n\($1)" }.joined(separator: "\n\n")
        return transcript.prompt(
            """
            Question:

            \(transcript.text)

            Here are \(paths.count) solutions to the question, numbered from 1 to \(paths.count).

            \(numbered)

            First read the final answer that each solution reaches, whether you think it right or not. Then count, and \
            name the answer that most solutions reach. Reply in exactly this form and add nothing to it:

            ### Extract the Final Answer
            1: the final answer of solution 1, as short as it can be, or "\(Self.none)"
            2: the final answer of solution 2, in the same words where it is the same answer
            (one such line for each solution up to \(paths.count))

            ### The majority voted answer is: the answer that most solutions reach
            """)
    }

    /// Reads a reply on so many paths. Where the judge was cut off, what it had not ended counts for nothing.
    func reading(of reply: String, isTruncated: Bool, among count: Int) -> Reading {
        guard let visible = Reasoning.removed(from: Bytes(reply)) else { return Reading() }
        let text = isTruncated ? visible[..<visible.lineStart(of: visible.endIndex)] : visible
        var reading = Reading()
        var end = text.endIndex
        if let heading = text.last("majority voted answer is") {
            let statement = text[(heading + 24)...].trimmed { $0.isSpace || ":*_#".utf8.contains($0) }
            if !statement.isEmpty { reading.statement = statement.text }
            end = heading
        }
        let start = text[..<end].last("extract the final answer").map { text.lineEnd(from: $0) } ?? text.startIndex
        for line in text[start..<end].split(separator: 0x0A) {
            guard let (number, answer) = line.listedAnswer, (1...count).contains(number) else { continue }
            if reading.listed[number - 1] == nil { reading.listed[number - 1] = answer.text }
        }
        return reading
    }
}

extension Bytes {
    /// A line such as `3: 42`, `- Solution 3: 42` or `**3.** 42`, taken apart.
    fileprivate var listedAnswer: (number: Int, answer: Bytes)? {
        var place = skip(from: startIndex) { $0.isSpace || "*_-#([".utf8.contains($0) }
        for word in ["solution", "path", "response", "answer"] as [StaticString] where hasWord(word, at: place) {
            place = skip(from: place + word.utf8CodeUnitCount) { $0.isSpace || "*_#([".utf8.contains($0) }
        }
        let end = skip(from: place) { $0.isDigit }
        guard let number = Int(self[place..<end].text) else { return nil }
        var behind = skip(from: end) { "*_])".utf8.contains($0) }
        let isClosed = ":.".utf8.contains(at(behind))
        guard
            isClosed && !at(behind + 1).isDigit || at(behind) == UInt8(ascii: ":")
                || at(behind - 1) == UInt8(ascii: ")")
        else { return nil }
        if isClosed { behind += 1 }
        let answer = self[skip(from: behind) { $0.isSpace || "*_".utf8.contains($0) }...]
            .trimmed { $0.isSpace || "*_".utf8.contains($0) }
        return answer.isEmpty ? nil : (number, answer)
    }
}
