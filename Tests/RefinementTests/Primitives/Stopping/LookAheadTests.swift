import Testing

@testable import Refinement

@Suite struct LookAheadTests {
    struct Case: Sendable, CustomStringConvertible {
        let criterion: StoppingCriterion
        let threshold: Double
        var description: String { "\(criterion) \(threshold)" }
    }

    static let cases: [Case] = [
        (.beta, [0.6, 0.9, 0.9375, 0.95, 0.99]), (.dirichlet, [0.5, 0.8, 0.95]),
        (.entropy, [0.3, 0.5, 0.75, 0.9, 0.97]),
        (.majority, [0.5, 2.0 / 3, 0.8, 0.9, 1]),
    ].flatMap { (criterion: StoppingCriterion, thresholds: [Double]) in
        thresholds.map { Case(criterion: criterion, threshold: $0) }
    }

    @Test func startsWithFour() {
        #expect(StoppingCriterion.beta.lookAhead(counts: [], threshold: 0.95, remaining: 40) == 4)
        #expect(StoppingCriterion.beta.lookAhead(counts: [3, 1], threshold: 0.95, remaining: 36) == 3)
        #expect(StoppingCriterion.majority.lookAhead(counts: [], threshold: 0.8, remaining: 40) == 2)
        #expect(StoppingCriterion.entropy.lookAhead(counts: [], threshold: 0.75, remaining: 40) == 4)
    }

    @Test func drawsNoMoreThanRemain() {
        for remaining in 0...3 {
            #expect(StoppingCriterion.beta.lookAhead(counts: [], threshold: 0.95, remaining: remaining) == remaining)
        }
    }

    @Test func aNewAnswerCanLowerTheEntropy() {
        // 15 : 13 is far from clear, but 14 : 13 : 1 is.
        #expect(StoppingCriterion.entropy.lookAhead(counts: [14, 13], threshold: 0.75, remaining: 20) == 1)
    }

    /// Stopping after each of a random sequence of answers and nulls, and after batches: the same, always.
    @Test(arguments: cases)
    func stopsExactlyWhereATestAfterEverySampleStops(_ `case`: Case) {
        let (criterion, threshold) = (`case`.criterion, `case`.threshold)
        var random = SeededGenerator(seed: 42)
        for round in 0..<(criterion == .dirichlet ? 20 : 100) {
            let answers = Self.sequence(of: criterion == .dirichlet ? 24 : 40, round, using: &random)
            let single = (1..<answers.count).first {
                criterion.isMet(by: Self.counts(answers.prefix($0)), threshold: threshold)
            }
            var drawn = 0
            repeat {
                drawn += criterion.lookAhead(
                    counts: Self.counts(answers.prefix(drawn)), threshold: threshold, remaining: answers.count - drawn)
            } while drawn < answers.count
                && !criterion.isMet(by: Self.counts(answers.prefix(drawn)), threshold: threshold)
            #expect(drawn == single ?? answers.count)
        }
    }

    /// Not one sample too careful either: every outcome of few votes after few votes, looked at one by one.
    @Test(arguments: cases.filter { $0.criterion != .dirichlet || $0.threshold == 0.8 })
    func isTheFewestSamplesAfterWhichAnyOutcomeStops(_ `case`: Case) {
        let (criterion, threshold) = (`case`.criterion, `case`.threshold)
        for counts in [
            [1], [2], [1, 1], [2, 1], [3, 1], [3, 3], [2, 1, 1], [4, 3], [1, 1, 1, 1], [5, 2, 1], [7, 7],
        ] {
            var outcomes: Set<[Int]> = [counts]
            var fewest: Int?
            for samples in 1...4 where fewest == nil {
                outcomes = Set(outcomes.flatMap(Self.afterOneVote))
                if outcomes.contains(where: { criterion.isMet(by: $0, threshold: threshold) }) { fewest = samples }
            }
            #expect(criterion.lookAhead(counts: counts, threshold: threshold, remaining: 5) == fewest ?? 5)
        }
    }

    private static func afterOneVote(_ counts: [Int]) -> [[Int]] {
        (0...counts.count).map { place in
            var next = counts + (place == counts.count ? [0] : [])
            next[place] += 1
            return next.sorted(by: >)
        }
    }

    private static func counts(_ answers: some Sequence<Int?>) -> [Int] { answers.compactMap(\.self).counts }

    /// Answers from 0 on, each so many times as probable as the next; every ninth sample has none.
    private static func sequence(of length: Int, _ round: Int, using random: inout SeededGenerator) -> [Int?] {
        let next = [0.5, 0.8, 0.95, 0.2][round % 4]
        return (0..<length).map { _ in
            if Double.random(in: 0..<1, using: &random) < 1.0 / 9 { return nil }
            var answer = 0
            while answer < 30, Double.random(in: 0..<1, using: &random) < next { answer += 1 }
            return answer
        }
    }
}
