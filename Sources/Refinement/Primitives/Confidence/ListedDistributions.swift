/// What the lists of log-probabilities that a server returned turn out to be, which decides what may be concluded from
/// them (sampling.md §9.3).
struct ListedDistributions: Sendable, Hashable {
    /// How many tokens the vocabulary has, if every list shows all of it: self-certainty is then exact.
    let wholeVocabulary: Int?
    /// Whether the server seems to list what its sampler left (after top-k, top-p, a grammar) instead of what the model
    /// said: no measure of confidence means anything then.
    let isProbablyProcessed: Bool

    /// A list this short says nothing about whether it is all there is.
    private static let longestTopList = 20
    private static let largestShareOfShortLists = 0.05
    private static let largestErrorOfMass = 1e-3

    /// Looks at the tokens of all traces.
    ///
    /// - Parameters:
    ///   - requested: how many tokens were asked for, k.
    ///   - vocabulary: how many the model knows, if somebody said so.
    init(_ traces: [[TokenDistribution]], requested: Int, vocabulary: Int? = nil) {
        let tokens = traces.joined()
        let length = tokens.first?.count ?? 0
        let isWhole =
            length > Self.longestTopList && (length < requested || length == vocabulary)
            && tokens.allSatisfy { $0.count == length && abs($0.mass - 1) <= Self.largestErrorOfMass }
        wholeVocabulary = isWhole ? length : nil
        let short = tokens.count { $0.count < requested }
        isProbablyProcessed = !isWhole && Double(short) > Self.largestShareOfShortLists * Double(tokens.count)
    }
}
