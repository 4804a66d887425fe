import Testing

@testable import Upstream

@Suite struct DrainRateTests {
    private let start = ContinuousClock.now

    @Test func estimatesFromTheLastTurns() {
        var rate = DrainRate()
        // Two a second, after a time in which it went much slower.
        for turn in 0..<10 { rate.note(at: start + .seconds(100 * turn)) }
        for turn in 0..<UpstreamLimits.turnsOfDrainRate {
            rate.note(at: start + .seconds(2_000) + .milliseconds(500 * turn))
        }
        let now = start + .seconds(2_032)
        #expect(rate.time(for: 20, at: now) == .seconds(10))
    }

    @Test func isAtLeastASecondAndBounded() {
        var rate = DrainRate()
        #expect(rate.time(for: 1, at: start) == UpstreamLimits.longestRetryAfter)
        rate.note(at: start)
        #expect(rate.time(for: 1, at: start) == .seconds(1))
        #expect(rate.time(for: 1_000, at: start + .seconds(600)) == UpstreamLimits.longestRetryAfter)
    }
}
