/// Questions that a model orders by difficulty in one call, by their places.
struct RankingBatch: Sendable, Hashable {
    /// The questions, in the order in which they are shown.
    let questions: [Int]
    /// How many of them, the first ones, keep company only: they have a batch of their own in the same round.
    let company: Int

    /// The batches of R rounds, in each of which `count` questions are shuffled and cut into batches of B.
    ///
    /// A last batch that is too short is filled up with questions of the one before, so that positions mean the same in
    /// all. A single question needs no order.
    static func batches(
        of size: Int, rounds: Int, questions count: Int, by generator: inout some RandomNumberGenerator
    ) -> [RankingBatch] {
        guard count > 1 else { return [] }
        let size = min(size, count)
        return (0..<rounds).flatMap { _ in
            let order = (0..<count).shuffled(using: &generator)
            return stride(from: 0, to: count, by: size).map { start in
                let first = min(start, count - size)
                return RankingBatch(questions: Array(order[first..<first + size]), company: start - first)
            }
        }
    }
}
