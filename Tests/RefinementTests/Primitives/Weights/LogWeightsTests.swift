import Foundation
import Testing

@testable import Refinement

@Suite struct LogWeightsTests {
    @Test func areRelativeToTheLargest() {
        let weights = LogWeights.relative([-3000, -3000 + log(0.5), nil, -5000])
        #expect(weights[0] == 1 && weights[2] == 0 && weights[3] == 0)
        #expect(abs(weights[1] - 0.5) < 1e-12)
    }

    @Test func twoThatAreLikelyOutvoteTheLikeliestThoughNoneIsANumber() {
        var ballot = Ballot()
        for (answer, weight) in zip(["a", "b", "b"], LogWeights.relative([-3000, -3000.5, -3000.4])) {
            ballot.cast(Answer(kind: .text, canonical: answer, display: answer), weight: weight)
        }
        #expect(ballot.leader?.answer.canonical == "b")
    }

    @Test func ifNoneIsPossibleAllAreEqual() {
        #expect(LogWeights.relative([-.infinity, nil, -.infinity]) == [1, 0, 1])
        #expect(LogWeights.relative([nil, nil]) == [0, 0])
        #expect(LogWeights.relative([]).isEmpty)
    }

    @Test func electWhomTheLogSumExpElects() {
        var random = SeededGenerator(seed: 1)
        for _ in 0..<200 {
            let samples = (0..<12).map { _ in
                (Int.random(in: 0..<4, using: &random), Double.random(in: -8...(-1), using: &random))
            }
            let shift = Double.random(in: -5_000...0, using: &random)
            func winner(_ weights: [Double]) -> Int? {
                var sums: [Int: Double] = [:]
                for (sample, weight) in zip(samples, weights) { sums[sample.0, default: 0] += weight }
                return sums.max { ($0.value, $0.key) < ($1.value, $1.key) }?.key
            }
            #expect(winner(LogWeights.relative(samples.map { $0.1 + shift })) == winner(samples.map { exp($0.1) }))
        }
    }
}
