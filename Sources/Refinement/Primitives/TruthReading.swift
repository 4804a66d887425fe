import Glibc
import JSON

/// How probably a judge says that an answer is true, by the first token of its reply (sampling.md §5.1).
struct TruthReading: Sendable, Hashable {
    /// What the probability was read from.
    enum Source: String, Sendable {
        /// The log-probabilities of both words.
        case logprobs
        /// The word that the judge said.
        case text
        /// Nothing: the judge said neither, and a half is as good as any number.
        case `default`
    }

    /// P(True).
    let probability: Double
    /// What it was read from.
    let source: Source

    private static let trueWords: Set<String> = ["A", "TRUE", "YES", "1"]
    private static let falseWords: Set<String> = ["B", "FALSE", "NO", "0"]

    /// Reads a reply.
    ///
    /// - Parameter temperature: what both logits are divided by; more than 1 makes an overconfident judge less so.
    init(_ reply: Completion, temperature: Double) {
        let listed = reply.firstListed
        func mass(_ words: Set<String>) -> Double {
            listed.reduce(0) { $0 + (words.contains(Self.word($1.text)) ? exp($1.logprob) : 0) }
        }
        let (isTrue, isFalse) = (mass(Self.trueWords), mass(Self.falseWords))
        let said = Self.word(reply.text)
        if isTrue + isFalse > 0 {
            probability = 1 / (1 + pow(isFalse / isTrue, 1 / temperature))
            source = .logprobs
        } else if Self.trueWords.contains(said) || Self.falseWords.contains(said) {
            probability = Self.trueWords.contains(said) ? 1 : 0
            source = .text
        } else {
            probability = 0.5
            source = .default
        }
    }

    /// A token as a word: ` (A)`, `a.` and `A` are the same.
    private static func word(_ token: String) -> String {
        Bytes(token).trimmed { $0.isSpace || "().:*\"'".utf8.contains($0) }.text.uppercased()
    }
}

extension Completion {
    /// The most likely first tokens with their log-probabilities, and the one that was said.
    fileprivate var firstListed: [(text: String, logprob: Double)] {
        func entry(_ json: JSON?) -> (text: String, logprob: Double)? {
            guard let text = json?["token"]?.string, let logprob = json?["logprob"]?.double else { return nil }
            return (text, logprob)
        }
        let listed: [(text: String, logprob: Double)]
        let said: (text: String, logprob: Double)?
        if let content = logprobs?["content"] {
            listed = content[0]?["top_logprobs"]?.array?.compactMap(entry) ?? []
            said = entry(content[0])
        } else {
            // The older shape of parallel arrays, with the list as an object.
            listed = (logprobs?["top_logprobs"]?[0]?.object?.members ?? []).compactMap { member in
                member.value.double.map { (member.name, $0) }
            }
            let logprob = logprobs?["token_logprobs"]?[0]?.double
            said = logprobs?["tokens"]?[0]?.string.flatMap { text in logprob.map { (text, $0) } }
        }
        let isListed = listed.contains { $0.text == said?.text }
        return listed + (isListed ? [] : [said].compactMap(\.self))
    }
}
