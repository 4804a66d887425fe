import Testing

@testable import Refinement

@Suite struct RankingBatchTests {
    func batches(of size: Int, rounds: Int, questions: Int, seed: UInt64 = 7) -> [RankingBatch] {
        var generator = SplitMix64(seed: seed)
        return RankingBatch.batches(of: size, rounds: rounds, questions: questions, by: &generator)
    }

    @Test(arguments: [(16, 8, 5, 10), (17, 8, 5, 15), (8, 8, 1, 1), (500, 8, 5, 315), (3, 8, 2, 2), (1, 8, 5, 0)])
    func needsAsManyCallsAsThereAreBatches(questions: Int, size: Int, rounds: Int, calls: Int) {
        #expect(batches(of: size, rounds: rounds, questions: questions).count == calls)
    }

    @Test func hasEveryQuestionOnceInEachRound() {
        let batches = batches(of: 8, rounds: 3, questions: 20)
        for round in stride(from: 0, to: batches.count, by: 3) {
            let own = batches[round..<round + 3].flatMap { $0.questions.dropFirst($0.company) }
            #expect(own.sorted() == Array(0..<20))
        }
    }

    @Test func fillsUpAShortLastBatchFromTheOneBefore() {
        let batches = batches(of: 8, rounds: 1, questions: 19)
        #expect(batches.map(\.company) == [0, 0, 5])
        #expect(batches.allSatisfy { Set($0.questions).count == 8 })
        #expect(Array(batches[2].questions.prefix(5)) == Array(batches[1].questions.suffix(5)))
    }

    @Test func isTheSameForTheSameSeed() {
        #expect(batches(of: 8, rounds: 5, questions: 50) == batches(of: 8, rounds: 5, questions: 50))
        #expect(batches(of: 8, rounds: 5, questions: 50) != batches(of: 8, rounds: 5, questions: 50, seed: 8))
    }
}
