import Testing

@testable import Refinement

@Suite struct BetaPosteriorTests {
    /// The fewest votes of the leader that stop, for 0, 1, 2, … votes of the second.
    @Test(
        arguments: [
            (0.95, [4, 6, 8, 9, 11, 12, 14, 15, 17, 18, 19, 21, 22, 23, 25, 26, 27, 29, 30]),
            (0.90, [3, 5, 6, 8, 9, 11, 12, 13, 15, 16, 17, 19, 20, 21, 22, 23, 25, 26, 27]),
            (0.99, [6, 9, 11, 13, 14, 16, 18, 19, 21, 23, 24, 26, 27, 28, 30]),
        ])
    func stopsAsPublished(threshold: Double, leaders: [Int]) {
        for (second, expected) in leaders.enumerated() {
            let fewest = (second...100).first {
                BetaPosterior(leader: $0, runnerUp: second).isAtLeast(threshold)
            }
            #expect(fewest == expected)
        }
    }

    @Test(
        arguments: [
            (3, 0, 0.9375), (4, 0, 0.96875), (5, 0, 0.984375), (6, 1, 0.96484375), (0, 0, 0.5), (128, 128, 0.5),
            (100, 90, 0.7652896087626277),
        ])
    func isTheProbabilityThatTheLeaderIsAhead(leader: Int, second: Int, probability: Double) {
        #expect(abs(BetaPosterior(leader: leader, runnerUp: second).probability - probability) < 1e-13)
    }

    @Test func equalityCountsAndOneUlpDoesNot() {
        for votes in 1...51 {
            let exact = BetaPosterior(leader: votes, runnerUp: 0).probability
            #expect(BetaPosterior(leader: votes, runnerUp: 0).isAtLeast(exact))
            #expect(!BetaPosterior(leader: votes, runnerUp: 0).isAtLeast(exact.nextUp))
        }
        #expect(BetaPosterior(leader: 200, runnerUp: 200).isAtLeast(0.5))
        #expect(!BetaPosterior(leader: 200, runnerUp: 200).isAtLeast(0.5.nextUp))
    }

    @Test func neitherCertaintyNorImpossibilityIsReached() {
        #expect(!BetaPosterior(leader: 256, runnerUp: 0).isAtLeast(1))
        #expect(BetaPosterior(leader: 1, runnerUp: 1).isAtLeast(0))
    }
}
