/// Texts and numbers of the kind that models write, the same in every run.
struct MicroText {
    private var random: UInt64

    private static let words = [
        "the", "sum", "of", "is", "we", "first", "then", "add", "so", "that", "each", "number", "answer", "because",
        "12", "7", "391", "she", "has", "left", "apples", "total", "cost", "per", "day", "therefore", "multiply", "by",
        "subtract", "remaining", "équation", "naïve", "—", "≈", "\\frac{1}{2}", "**bold**",
    ]

    /// A source of texts; the seed chooses which.
    init(seed: UInt64) { random = seed }

    /// The next number below `bound` (Knuth's MMIX generator).
    mutating func next(_ bound: Int) -> Int {
        random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int((random >> 33) % UInt64(bound))
    }

    /// A word with a space before it.
    mutating func word() -> String { " " + Self.words[next(Self.words.count)] }

    /// Prose of about so many bytes.
    mutating func prose(bytes: Int) -> String {
        var text = "Let us think step by step."
        while text.utf8.count < bytes {
            text += word()
            if next(14) == 0 { text += ".\n" }
            if next(60) == 0 { text += " He said: \"yes\"." }
        }
        return text
    }

    /// A log-probability as a server spells it: a 32-bit number written as a 64-bit one.
    mutating func logprob(rank: Int) -> Double {
        let fraction = Float(next(1 << 20) + 1) / Float(1 << 20)
        return rank == 0 ? Double(-fraction * fraction * 0.5) : Double(-(Float(rank) * 0.7 + fraction * 3))
    }
}
