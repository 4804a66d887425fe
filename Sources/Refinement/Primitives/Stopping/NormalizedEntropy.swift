import Glibc

/// How evenly votes are spread: H / log m over the m distinct answers, 0 to 1 (sampling.md §6).
///
/// A single answer has one imaginary vote against it, as in the official code of adaptive consistency; otherwise its
/// entropy would be 0/0.
struct NormalizedEntropy {
    private let total: Int
    private let distinct: Int
    private let leader: Int
    /// Σ v log v over all but the leader.
    private let rest: Double

    /// The entropy of counts sorted from most to fewest, of which there must be one.
    init(_ counts: [Int]) {
        total = counts.reduce(0, +)
        distinct = counts.count
        leader = counts.first ?? 0
        rest = counts.dropFirst().reduce(0) { $0 + Self.vLogV($1) }
    }

    /// The entropy, now or after `more` votes of which `newcomers` go to one new answer each and the others to the leader.
    func value(after more: Int = 0, newcomers: Int = 0) -> Double {
        let isAlone = distinct + newcomers == 1
        // A single vote contributes 1·log 1 = 0.
        let votes = Double(total + more + (isAlone ? 1 : 0))
        let answers = Double(isAlone ? 2 : distinct + newcomers)
        return (log(votes) - (Self.vLogV(leader + more - newcomers) + rest) / votes) / log(answers)
    }

    private static func vLogV(_ count: Int) -> Double { Double(count) * log(Double(count)) }
}
