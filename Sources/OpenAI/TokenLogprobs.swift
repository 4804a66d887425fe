public import JSON

/// What a server said of one generated token: how likely it was, and how likely the most likely tokens in its place.
///
/// Servers differ in what they list (sampling.md §17.1); what stands here holds whichever it was.
public struct TokenLogprobs: Sendable, Hashable {
    /// The log-probability of the token itself.
    public let logprob: Double
    /// The log-probabilities of the most likely tokens, from most to least, each token once. Empty if no list came, or
    /// one that cannot be this token's own.
    public let top: [Double]

    /// Reads the `logprobs` of a choice, token by token: a chat's, or the older shape of parallel arrays.
    public static func list(reading logprobs: JSON?) -> [TokenLogprobs] {
        if let content = logprobs?["content"]?.array {
            return content.compactMap { entry in
                ListedToken(entry).map { TokenLogprobs($0, listed: ListedToken.list(entry["top_logprobs"])) }
            }
        }
        let values = logprobs?["token_logprobs"]?.array ?? []
        return values.enumerated().compactMap { index, value in
            // The first token of a prompt that is echoed has no log-probability: nothing came before it.
            guard let logprob = value.double else { return nil }
            return TokenLogprobs(
                ListedToken(text: logprobs?["tokens"]?[index]?.string, logprob: logprob),
                listed: ListedToken.list(logprobs?["top_logprobs"]?[index]))
        }
    }

    private init(_ sampled: ListedToken, listed: [ListedToken]) {
        logprob = sampled.logprob
        var listed = listed.filter(\.isPossible)
        // vLLM puts the sampled token first and then cuts the list to length: one that is less likely than all others
        // may have driven out the k-th, so that it says nothing of the tokens not listed.
        if let first = listed.first, first.isSame(as: sampled),
            listed.count > 1, listed.dropFirst().allSatisfy({ $0.logprob > first.logprob })
        {
            listed.removeFirst()
        }
        listed.sort { $0.logprob > $1.logprob }
        // SGLang may repeat the list of a chunk's first token for the others. A token that is likelier than the last of
        // its list stands in it, unless the list is another token's.
        if let last = listed.last, sampled.isLikelier(than: last), !listed.contains(where: sampled.isSame) {
            listed = []
        }
        top = Self.distinct(listed)
    }

    /// The log-probabilities of sorted tokens, each token once.
    private static func distinct(_ sorted: [ListedToken]) -> [Double] {
        let hasEquals = zip(sorted, sorted.dropFirst()).contains { $0.logprob == $1.logprob }
        guard hasEquals else { return sorted.map(\.logprob) }
        var seen = Set<ListedToken>()
        return sorted.filter { seen.insert($0).inserted }.map(\.logprob)
    }

    /// The same by the places of the tokens in a text, not by a tree; nil if only a tree can tell one token from another.
    init?(_ sampled: ScannedToken, listed: inout [ScannedToken], in reader: JSONReader) {
        logprob = sampled.logprob
        if listed.contains(where: { $0.logprob <= ListedToken.impossible }) {
            listed.removeAll { $0.logprob <= ListedToken.impossible }
        }
        if let first = listed.first, listed.count > 1, listed.dropFirst().allSatisfy({ $0.logprob > first.logprob }) {
            guard let isSame = first.isSame(as: sampled, in: reader) else { return nil }
            if isSame { listed.removeFirst() }
        }
        if zip(listed, listed.dropFirst()).contains(where: { $0.logprob < $1.logprob }) {
            listed.sort { $0.logprob > $1.logprob }
        }
        if let last = listed.last, sampled.logprob > last.logprob + ListedToken.tolerance {
            var isListed: Bool? = false
            for token in listed {
                let isSame = token.isSame(as: sampled, in: reader)
                if isSame != false { isListed = isSame }
                if isSame == true { break }
            }
            guard let isListed else { return nil }
            if !isListed { listed.removeAll(keepingCapacity: true) }
        }
        guard let top = Self.distinct(listed, in: reader) else { return nil }
        self.top = top
    }

    /// The log-probabilities of sorted tokens, each token once; nil if only a tree can tell one from another.
    private static func distinct(_ sorted: [ScannedToken], in reader: JSONReader) -> [Double]? {
        var top: [Double] = []
        top.reserveCapacity(sorted.count)
        var firstEqual = 0
        for (place, token) in sorted.enumerated() {
            // Only those with the same log-probability can be the same, and they stand together.
            if token.logprob != sorted[firstEqual].logprob { firstEqual = place }
            var isNew = true
            for other in sorted[firstEqual..<place] where isNew {
                guard let isEqual = token.isEqual(to: other, in: reader) else { return nil }
                isNew = !isEqual
            }
            if isNew { top.append(token.logprob) }
        }
        return top
    }
}
