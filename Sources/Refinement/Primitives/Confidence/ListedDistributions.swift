/// What the lists of log-probabilities that a server returned turn out to be, which decides what may be concluded from
/// them (sampling.md §9.3).
struct ListedDistributions: Sendable, Hashable {
    /// How many tokens the vocabulary has, if every list shows all of it: self-certainty is then exact.
    let wholeVocabulary: Int?
    /// Whether the server seems to list what its sampler left (after top-k, top-p, a grammar) instead of what the model
    /// said, or lists nothing: no measure of confidence means anything then.
    let isProbablyProcessed: Bool

    /// A list this short says nothing about whether it is all there is.
    private static let longestTopList = 20
    private static let largestShareOfShortLists = 0.05
    /// How far from 1 single precision may leave the mass of a whole distribution. For a long one its sums are off by
    /// more; for a short one there must be no doubt, since it may be a list cut at the server's limit instead, beyond
    /// which a very sure model has hardly anything.
    private static func largestErrorOfMass(length: Int) -> Double { length > 1_000 ? 1e-4 : 1e-5 }

    /// Looks at the tokens of all traces.
    ///
    /// - Parameters:
    ///   - listing: how many tokens were asked for.
    ///   - vocabulary: how many the model knows, if somebody said so.
    init(_ traces: [[TokenDistribution]], listing: Question.Listing, vocabulary: Int? = nil) {
        // SGLang may list only the first token of those that come together: what it lists is what counts.
        let tokens = traces.joined().filter { $0.count > 0 }
        let length = tokens.first?.count ?? 0
        let isWhole =
            length > Self.longestTopList
            && (length == vocabulary || vocabulary == nil && listing.isLimit && length == listing.top)
            && tokens.allSatisfy { $0.count == length && abs($0.mass - 1) <= Self.largestErrorOfMass(length: length) }
        wholeVocabulary = isWhole ? length : nil
        // vLLM's lists lose one to a sampled token that is not among the most likely.
        let short = tokens.count { $0.count < listing.top - 1 }
        let hasNone = tokens.isEmpty && traces.contains { !$0.isEmpty }
        isProbablyProcessed =
            hasNone || !isWhole && Double(short) > Self.largestShareOfShortLists * Double(tokens.count)
    }
}
