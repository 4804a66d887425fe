import Testing

@testable import Refinement

@Suite struct DirichletPosteriorTests {
    /// The first four are published to four digits (sampling.md §6); all were computed by adaptive quadrature.
    @Test(
        arguments: [
            ([5, 2, 1], 0.8179649396052433), ([4, 3, 2, 1], 0.5262064720347226), ([10, 5, 5], 0.8213723941197733),
            ([3, 1, 1, 1, 1], 0.5585177667695473), ([100, 90, 60], 0.7651717742279793),
            ([86, 85, 85], 0.3640640633089148),
        ])
    func isTheIntegral(counts: [Int], probability: Double) {
        #expect(abs(DirichletPosterior(counts).probability - probability) < 1e-12)
    }

    @Test(arguments: [1, 2, 3, 10, 40, 256])
    func equalsAreEquallyProbable(answers: Int) {
        let counts = Array(repeating: 256 / answers, count: answers)
        #expect(abs(DirichletPosterior(counts).probability - 1 / Double(answers)) < 1e-12)
        #expect(
            abs(DirichletPosterior(Array(repeating: 1, count: answers)).probability - 1 / Double(answers)) < 1e-12)
    }

    @Test func ofTwoAnswersIsTheBeta() {
        for (a, b) in [(1, 1), (4, 1), (7, 3), (30, 20), (200, 56)] {
            let beta = BetaPosterior(leader: a, runnerUp: b).probability
            #expect(abs(DirichletPosterior([a, b]).probability - beta) < 1e-12)
        }
    }
}
