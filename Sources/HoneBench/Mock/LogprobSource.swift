/// Makes up the log-probabilities of tokens as vLLM writes them: 32-bit values with all their digits, each token with its
/// bytes, one probable token and a long tail. The same each time.
struct LogprobSource {
    /// The tokens that could stand at one place.
    struct Alternatives {
        /// The chosen one's text.
        let text: String
        /// The entry of `logprobs.content`.
        let json: String
    }

    private static let words = [
        " the", " of", " and", " to", " in", " is", " that", " answer", " we", " have", " so", " number", " total",
        " apples", " each", "1", "2", "17", ",", ".", " =", " +", " which", " because", " therefore", " first", " then",
        " remaining", " multiply", " consider",
    ]

    private var state: UInt64 = 1

    /// The next place, with its `count` most probable tokens.
    mutating func alternatives(_ count: Int) -> Alternatives {
        let first = Int(next() % UInt64(Self.words.count))
        var logprob = Float(-0.001) - Float(next() % 1000) / 1500
        var entries: [String] = []
        for rank in 0..<max(1, count) {
            entries.append(Self.entry(Self.words[(first + rank) % Self.words.count], logprob))
            logprob -= 0.05 + Float(next() % 100_000) / 60_000
        }
        let chosen = entries[0].dropLast()
        let top = count > 0 ? entries.joined(separator: ",") : ""
        return Alternatives(text: Self.words[first], json: "\(chosen),\"top_logprobs\":[\(top)]}")
    }

    private static func entry(_ word: String, _ logprob: Float) -> String {
        "{\"token\":\"\(word)\",\"logprob\":\(Double(logprob)),\"bytes\":[\(word.utf8.map(String.init).joined(separator: ","))]}"
    }

    private mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state >> 33
    }
}
