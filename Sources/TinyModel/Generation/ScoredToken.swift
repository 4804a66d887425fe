/// A token that was picked, with what else might have been.
struct ScoredToken: Equatable, Sendable {
    let chosen: TokenScore
    /// The most likely tokens, best first, as many as were asked for.
    let alternatives: [TokenScore]

    init(_ token: Int, logits: [Float], alternatives count: Int) {
        let scores = logits.logSoftmax()
        chosen = TokenScore(token: token, logProbability: scores[token])
        alternatives =
            count == 0
            ? []
            : scores.indices.sorted { (scores[$0], $1) > (scores[$1], $0) }.prefix(count)
                .map { TokenScore(token: $0, logProbability: scores[$0]) }
    }
}
