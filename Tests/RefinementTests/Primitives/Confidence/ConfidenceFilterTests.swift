import Testing

@testable import Refinement

@Suite struct ConfidenceFilterTests {
    @Test(arguments: [(0, 1), (10, 1.25), (33.3, 2.2315), (50, 2.8), (90, 6.5), (100, 9)])
    func percentilesAreThoseOfNumpy(percent: Double, value: Double) throws {
        let percentile = try #require([3, 1, 4, 1.5, 9, 2.6].percentile(percent))
        #expect(abs(percentile - value) < 1e-12)
    }

    @Test func percentilesOfLittle() {
        #expect([].percentile(50) == nil)
        #expect([7].percentile(50) == 7)
        #expect([-.infinity, 1].percentile(50) == -.infinity)
        #expect([-.infinity, -.infinity, 1].percentile(25) == -.infinity)
    }

    static let twenty = (1...20).map(Double.init)

    @Test func keepsTheMostConfident() {
        let filter = ConfidenceFilter(Self.twenty, isVoting: Array(repeating: true, count: 20), share: 30)
        #expect(filter.survivors == Array(14..<20))
        #expect(filter.share == 30)
        #expect(abs(filter.threshold - 14.3) < 1e-12)
    }

    @Test func letsMoreVoteUntilAtLeastThreeDo() {
        // A tenth of twenty are two: one vote too few.
        let all = Array(repeating: true, count: 20)
        #expect(ConfidenceFilter(Self.twenty, isVoting: all, share: 10).share == 30)
        // Where one more trace votes in any case, two are enough.
        #expect(ConfidenceFilter(Self.twenty, isVoting: all, share: 10, standing: 1).survivors == [18, 19])
        // If only the five least confident have answers, all must stay.
        let few = (0..<20).map { $0 < 5 }
        let filter = ConfidenceFilter(Self.twenty, isVoting: few, share: 10)
        #expect(filter.share == 90 && filter.survivors == Array(2..<20))
    }

    @Test func orATenthOfAll() {
        let filter = ConfidenceFilter(
            (1...100).map(Double.init), isVoting: (0..<100).map { $0 % 2 == 0 }, share: 10)
        #expect(filter.share == 30)
        #expect(filter.survivors.count == 30)
    }

    @Test func keepsAllIfNobodyVotes() {
        let filter = ConfidenceFilter([1, 2], isVoting: [false, false], share: 10)
        #expect(filter.survivors == [0, 1] && filter.share == 100)
        #expect(ConfidenceFilter([], isVoting: [], share: 10).survivors.isEmpty)
    }

    @Test func equalsAllStay() {
        let filter = ConfidenceFilter(
            Array(repeating: 4, count: 16), isVoting: Array(repeating: true, count: 16), share: 10)
        #expect(filter.survivors.count == 16 && filter.share == 10)
    }
}
