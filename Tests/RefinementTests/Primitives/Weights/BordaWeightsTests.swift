import Testing

@testable import Refinement

@Suite struct BordaWeightsTests {
    @Test func aVoteWeighsByItsRank() {
        #expect(BordaWeights.weights(of: [0.9, 0.7, 0.5, 0.1], exponent: 1) == [4, 3, 2, 1])
        #expect(BordaWeights.weights(of: [0.1, 0.5, 0.9, 0.7], exponent: 3) == [1, 8, 64, 27])
        #expect(BordaWeights.weights(of: [3, 1, 2], exponent: 0) == [1, 1, 1])
    }

    @Test(arguments: [(1, "y"), (3, "x")])
    func theExponentDecidesBetweenManyAndSure(exponent: Double, winner: String) {
        var ballot = Ballot()
        for (answer, weight) in zip(["x", "y", "y", "z"], BordaWeights.weights(of: [4, 3, 2, 1], exponent: exponent)) {
            ballot.cast(Answer(kind: .text, canonical: answer, display: answer), weight: weight)
        }
        #expect(ballot.leader?.answer.canonical == winner)
    }

    @Test func equalScoresKeepTheirOrder() {
        #expect(BordaWeights.weights(of: [1, 2, 1, 2], exponent: 1) == [2, 4, 1, 3])
    }

    @Test func aSampleWithoutAScoreRanksLast() {
        #expect(BordaWeights.weights(of: [nil, 1, .nan, -.infinity, 2], exponent: 1) == [2, 4, 1, 3, 5])
    }

    @Test(arguments: [(1, 0.3), (16, 0.3), (24, 0.75), (32, 1.2), (64, 1.2)])
    func theExponentGrowsWithTheSamples(samples: Int, exponent: Double) {
        #expect(abs(BordaWeights.exponent(for: samples) - exponent) < 1e-15)
    }
}
