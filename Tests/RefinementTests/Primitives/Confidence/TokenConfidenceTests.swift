import Foundation
import Testing

@testable import Refinement

@Suite struct TokenConfidenceTests {
    @Test func selfCertaintyOfFourTokens() {
        let logarithms = [0.97, 0.01, 0.01, 0.01].map { log($0) }
        let whole = TokenDistribution(sampled: logarithms[0], listed: logarithms)
        #expect(abs(whole.selfCertainty - 2.0752) < 5e-5)
        #expect(abs(whole.selfCertaintyBound(vocabulary: 4) - whole.selfCertainty) < 1e-15)
        // One token is known, and the others are indeed alike: the bound is exact.
        let first = TokenDistribution(sampled: logarithms[0], listed: logarithms, limit: 1)
        #expect(abs(first.selfCertaintyBound(vocabulary: 4) - whole.selfCertainty) < 1e-12)
    }

    @Test func theUniformDistributionHasNone() {
        let token = TokenDistribution(sampled: -log(8), listed: Array(repeating: -log(8), count: 8))
        #expect(abs(token.selfCertainty) < 1e-15)
    }

    @Test(arguments: [1, 5, 20, 100])
    func theBoundIsNeverAboveTheTruth(k: Int) {
        var random = SeededGenerator(seed: 3)
        for _ in 0..<50 {
            let all = Self.distribution(of: 500, using: &random)
            let whole = TokenDistribution(sampled: all[0], listed: all)
            let top = TokenDistribution(sampled: all[0], listed: all, limit: k)
            #expect(top.selfCertaintyBound(vocabulary: 500) <= whole.selfCertainty + 1e-9)
        }
    }

    @Test func roundingLeavesNoLessThanTheLeastTail() {
        // Probabilities that sum up to more than 1, and those that sum up to 1 within what single precision tells.
        let over = TokenDistribution(sampled: 0, listed: [log(0.9), log(0.11)])
        let exact = TokenDistribution(sampled: 0, listed: [log(0.9), log(0.1 - 1e-9)])
        for token in [over, exact] {
            let others = 998.0
            let expected = -log(1_000) - (token.logSum + others * log(1e-6 / others)) / 1_000
            #expect(abs(token.selfCertaintyBound(vocabulary: 1_000) - expected) < 1e-12)
        }
    }

    @Test func noTokenOutsideIsMoreProbableThanTheLastListed() {
        // Half the mass is missing, but ten tokens of at most 10⁻⁴ cannot have it.
        let token = TokenDistribution(sampled: log(0.5), listed: [log(0.5), log(1e-4)])
        let expected = -log(12) - (token.logSum + 10 * log(1e-4)) / 12
        #expect(abs(token.selfCertaintyBound(vocabulary: 12) - expected) < 1e-12)
        // Nor does anything underflow.
        #expect(TokenDistribution(sampled: 0, listed: [0, -8_000]).selfCertaintyBound(vocabulary: 12).isFinite)
    }

    @Test func aVocabularyThatIsWronglyKnownKeepsTheRanking() {
        var random = SeededGenerator(seed: 9)
        let tokens = (0..<50).map { _ in
            TokenDistribution(sampled: 0, listed: Self.distribution(of: 500, using: &random), limit: 20)
        }
        func ranking(_ vocabulary: Int) -> [Int] {
            let scores = tokens.map { $0.selfCertaintyBound(vocabulary: vocabulary) }
            return scores.indices.sorted { scores[$0] > scores[$1] }
        }
        #expect(ranking(32_000) == ranking(128_256))
    }

    @Test func entropyAndGiniSpreadTheTailEvenly() {
        let token = TokenDistribution(sampled: log(0.5), listed: [log(0.5), log(0.3)])
        let all = [0.5, 0.3, 0.05, 0.05, 0.05, 0.05]
        #expect(abs(token.negativeEntropy(vocabulary: 6) - all.reduce(0) { $0 + $1 * log($1) }) < 1e-12)
        #expect(abs(token.gini(vocabulary: 6) - all.reduce(0) { $0 + $1 * $1 }) < 1e-12)
        #expect(abs(token.negativeEntropy(vocabulary: 2) - (0.5 * log(0.5) + 0.3 * log(0.3))) < 1e-12)
    }

    @Test func withoutAListNothingIsKnown() {
        let token = TokenDistribution(sampled: -0.1, listed: [])
        #expect(token.selfCertainty == 0 && token.tokenConfidence == 0)
        #expect(token.selfCertaintyBound(vocabulary: 100) == 0)
    }

    /// The log-probabilities of a softmax of normal logits.
    static func distribution(of size: Int, using random: inout SeededGenerator) -> [Double] {
        let scale = Double.random(in: 0.5...4, using: &random)
        let logits = (0..<size).map { _ in
            (0..<12).reduce(-6) { sum, _ in sum + Double.random(in: 0..<1, using: &random) } * scale
        }
        let normaliser = log(logits.reduce(0) { $0 + exp($1) })
        return logits.map { $0 - normaliser }
    }
}
