import Testing

@testable import Upstream

@Suite struct RetryPolicyTests {
    let policy = RetryPolicy(backoff: .milliseconds(500), maxBackoff: .seconds(8))

    @Test(arguments: [(1, 500), (2, 1_000), (3, 2_000), (5, 8_000), (6, 8_000), (1_000_000, 8_000)])
    func pausesAreDrawnFromTwiceAsMuchEachTime(retry: Int, milliseconds: Int) {
        #expect(policy.pause(beforeRetry: retry, asked: nil, random: 1) == .milliseconds(milliseconds))
        #expect(policy.pause(beforeRetry: retry, asked: nil, random: 0.5) == .milliseconds(milliseconds / 2))
        #expect(policy.pause(beforeRetry: retry, asked: nil, random: 0) == .zero)
    }

    @Test func whatTheServerAsksForIsTheLeastAndTheMostIsTheMost() {
        #expect(policy.pause(beforeRetry: 1, asked: .seconds(3), random: 0) == .seconds(3))
        #expect(policy.pause(beforeRetry: 1, asked: .seconds(3), random: 1) == .milliseconds(3_500))
        #expect(policy.pause(beforeRetry: 1, asked: .seconds(8), random: 1) == .seconds(8))
        #expect(policy.pause(beforeRetry: 1, asked: .milliseconds(8_001), random: 0) == nil)
    }
}
