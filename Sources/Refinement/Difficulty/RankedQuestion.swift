import JSON

/// A question of a batch, with what is known of its difficulty.
struct RankedQuestion: Sendable {
    /// Its place in the request.
    let place: Int
    /// What is asked.
    let question: Question
    /// Its place from easy to hard.
    let rank: Int
    /// Its mean position in the batches that were ranked; nil if it was never ranked.
    let score: Double?
    /// The first look at it, if the partition took one.
    var look: Poll?
    /// Whether one sample is to do.
    var isEasy = false

    /// Whether the first look has settled it.
    func isSettled(within window: Int) -> Bool { look?.isUnanimous(within: window) ?? false }

    /// What the response says of it.
    func evidence(initialSize: Int, trueSize: Int?) -> JSON.Object {
        var evidence = JSON.Object([
            JSON.Member("rank", .number(rank)), JSON.Member("rank_score", score.map { .number($0) } ?? .null),
            JSON.Member("pre_sampled", .bool(look != nil)), JSON.Member("difficulty", isEasy ? "easy" : "hard"),
            JSON.Member("initial_size", .number(initialSize)),
        ])
        if !isEasy { evidence["true_size"] = trueSize.map { .number($0) } ?? .null }
        return evidence
    }
}
