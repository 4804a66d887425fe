import Testing

@testable import Upstream

@Suite struct CircuitBreakerTests {
    private let start = ContinuousClock.now
    private let policy = BreakerPolicy(failures: 3, openFor: .seconds(5))

    @Test func opensAfterSoManyFailuresInARow() {
        var breaker = CircuitBreaker(policy)
        for _ in 0..<2 { breaker.fail(isProbe: false, at: start) }
        breaker.succeed()
        for _ in 0..<2 { breaker.fail(isProbe: false, at: start) }
        #expect(breaker.isClosed)
        breaker.fail(isProbe: false, at: start)
        #expect(breaker.state(at: start) == .open)
        #expect(!breaker.mayProbe(at: start + .seconds(5) - .nanoseconds(1)))
        #expect(breaker.mayProbe(at: start + .seconds(5)))
        #expect(breaker.state(at: start + .seconds(5)) == .halfOpen)
    }

    @Test func letsOneCallAtATimeTry() {
        var breaker = open()
        breaker.probe(at: start + .seconds(5))
        #expect(!breaker.mayProbe(at: start + .seconds(50)))
        #expect(breaker.state(at: start + .seconds(50)) == .halfOpen)
        breaker.succeed()
        #expect(breaker.isClosed)
    }

    @Test func staysOpenTwiceAsLongAfterATryThatFailed() {
        var breaker = open()
        var now = start + .seconds(5)
        for seconds in [10, 20, 40, 80, 120, 120] {
            breaker.probe(at: now)
            breaker.fail(isProbe: true, at: now)
            #expect(breaker.probeTime == now + .seconds(seconds))
            now += .seconds(seconds)
        }
        breaker.probe(at: now)
        breaker.succeed()
        for _ in 0..<3 { breaker.fail(isProbe: false, at: now) }
        #expect(breaker.probeTime == now + .seconds(5))
    }

    @Test func failuresOfCallsFromBeforeSayNothingNew() {
        var breaker = open()
        breaker.fail(isProbe: false, at: start + .seconds(4))
        #expect(breaker.probeTime == start + .seconds(5))
        breaker.probe(at: start + .seconds(5))
        breaker.fail(isProbe: false, at: start + .seconds(6))
        #expect(breaker.state(at: start + .seconds(6)) == .halfOpen)
    }

    @Test func anAbandonedTryMayBeMadeAgainAtOnce() {
        var breaker = open()
        breaker.probe(at: start + .seconds(5))
        breaker.abandonProbe(at: start + .seconds(6))
        #expect(breaker.mayProbe(at: start + .seconds(6)))
    }

    private func open() -> CircuitBreaker {
        var breaker = CircuitBreaker(policy)
        for _ in 0..<3 { breaker.fail(isProbe: false, at: start) }
        return breaker
    }
}
