/// The order of questions from easy to hard, by their mean position in the batches that a model has ordered. Pure.
struct DifficultyRanking: Sendable {
    private var positions: [[Int]]
    private var batchSize = 0
    /// Replies that did not name each question of their batch once.
    private(set) var discarded = 0
    /// Calls without a reply.
    private(set) var failed = 0

    /// A ranking of so many questions, none of which has been ranked.
    init(questions: Int) { positions = Array(repeating: [], count: questions) }

    /// Takes the order of a batch's questions, by their places in the batch; nil where the reply had none.
    mutating func take(_ order: [Int]?, of batch: RankingBatch) {
        batchSize = batch.questions.count
        guard let order else {
            discarded += 1
            return
        }
        for (position, place) in order.enumerated() where place >= batch.company {
            positions[batch.questions[place]].append(position)
        }
    }

    /// Takes note of a call that was lost.
    mutating func takeLoss() { failed += 1 }

    /// A question's mean position; nil if no reply has ranked it.
    func score(of question: Int) -> Double? {
        let positions = positions[question]
        return positions.isEmpty ? nil : Double(positions.reduce(0, +)) / Double(positions.count)
    }

    /// How many questions no reply has ranked.
    var unranked: Int { positions.count { $0.isEmpty } }

    /// The questions from easy to hard. One that was never ranked stands in the middle, not at the easy end where the
    /// official script puts it; equals stay in the order in which they were asked.
    var order: [Int] {
        let neutral = Double(max(batchSize - 1, 0)) / 2
        let scores = positions.indices.map { score(of: $0) ?? neutral }
        return positions.indices.sorted { (scores[$0], $0) < (scores[$1], $1) }
    }
}
