import Testing

@testable import Refinement

@Suite struct DifficultyRankingTests {
    @Test func ordersByTheMeanPosition() {
        var ranking = DifficultyRanking(questions: 3)
        ranking.take([2, 0, 1], of: RankingBatch(questions: [0, 1, 2], company: 0))
        ranking.take([0, 2, 1], of: RankingBatch(questions: [2, 1, 0], company: 0))
        #expect(ranking.score(of: 2) == 0)
        #expect(ranking.score(of: 0) == 1)
        #expect(ranking.score(of: 1) == 2)
        #expect(ranking.order == [2, 0, 1])
    }

    @Test func putsWhatWasNeverRankedInTheMiddle() {
        var ranking = DifficultyRanking(questions: 5)
        ranking.take([0, 1, 2, 3], of: RankingBatch(questions: [4, 3, 1, 0], company: 0))
        ranking.take(nil, of: RankingBatch(questions: [2, 3, 1, 0], company: 0))
        #expect(ranking.order == [4, 3, 2, 1, 0])
        #expect(ranking.score(of: 2) == nil && ranking.unranked == 1 && ranking.discarded == 1)
    }

    @Test func doesNotScoreThoseThatKeepCompany() {
        var ranking = DifficultyRanking(questions: 3)
        ranking.take([0, 1], of: RankingBatch(questions: [1, 2], company: 1))
        #expect(ranking.score(of: 1) == nil && ranking.score(of: 2) == 1)
    }

    @Test func keepsTheOrderOfTheRequestWhereNothingIsKnown() {
        var ranking = DifficultyRanking(questions: 4)
        ranking.takeLoss()
        #expect(ranking.order == [0, 1, 2, 3] && ranking.failed == 1 && ranking.unranked == 4)
    }
}
