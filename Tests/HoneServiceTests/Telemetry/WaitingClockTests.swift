import Testing

@testable import HoneService

struct WaitingClockTests {
    private let start = ContinuousClock.now

    @Test func countsTheTimeOfOneCall() {
        var clock = WaitingClock()
        clock.begin(at: start + .seconds(1))
        clock.end(at: start + .seconds(3))
        #expect(clock.waited(at: start + .seconds(9)) == .seconds(2))
    }

    @Test func countsCallsThatOverlapOnce() {
        var clock = WaitingClock()
        clock.begin(at: start)
        clock.begin(at: start + .seconds(1))
        clock.end(at: start + .seconds(2))
        clock.end(at: start + .seconds(4))
        #expect(clock.waited(at: start + .seconds(5)) == .seconds(4))
    }

    @Test func countsACallThatIsStillUnderWay() {
        var clock = WaitingClock()
        clock.begin(at: start)
        clock.end(at: start + .seconds(1))
        clock.begin(at: start + .seconds(5))
        #expect(clock.waited(at: start + .seconds(7)) == .seconds(3))
    }
}
