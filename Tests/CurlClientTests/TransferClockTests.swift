import Testing

@testable import CurlClient

@Suite struct TransferClockTests {
    private let start = ContinuousClock.now
    private let timeouts = Timeouts(firstByte: .seconds(10), idle: .seconds(3), total: .seconds(60))

    private func missed(_ clock: TransferClock, after seconds: Double) -> CurlError? {
        clock.missed(now: start + .seconds(seconds), receivedBytes: 7)
    }

    @Test func waitsForTheHeadFirst() {
        let clock = TransferClock(timeouts, now: start)
        #expect(missed(clock, after: 9.9) == nil)
        #expect(missed(clock, after: 10) == .firstByteTimeout(.seconds(10)))
    }

    @Test func thenForEachPiece() {
        var clock = TransferClock(timeouts, now: start)
        clock.headArrived(now: start + .seconds(1))
        #expect(missed(clock, after: 4) == .idleTimeout(.seconds(3), receivedBytes: 7))
        clock.bodyArrived(now: start + .seconds(2))
        #expect(missed(clock, after: 4.9) == nil)
        #expect(clock.deadline == start + .seconds(5))
    }

    @Test func doesNotCountPauses() {
        var clock = TransferClock(timeouts, now: start)
        clock.headArrived(now: start)
        clock.pause()
        #expect(missed(clock, after: 59) == nil)
        clock.resume(now: start + .seconds(40))
        #expect(missed(clock, after: 42) == nil)
        #expect(missed(clock, after: 43) == .idleTimeout(.seconds(3), receivedBytes: 7))
    }

    @Test func totalEndsEverything() {
        var clock = TransferClock(timeouts, now: start)
        #expect(missed(clock, after: 60) == .totalTimeout(.seconds(60), receivedBytes: 7))
        clock.headArrived(now: start)
        clock.pause()
        #expect(missed(clock, after: 60) == .totalTimeout(.seconds(60), receivedBytes: 7))
    }
}
