import Testing

@testable import HoneService

struct KeyLedgerTests {
    private let start = ContinuousClock.now

    private func ledger(_ limits: KeyLimits) -> KeyLedger {
        var ledger = KeyLedger()
        ledger.follow(limits, at: start)
        return ledger
    }

    @Test func letsInAsManyRequestsAsThereMayBe() throws {
        var ledger = ledger(KeyLimits(requestsPerMinute: 2))
        try ledger.enter(at: start)
        try ledger.enter(at: start)
        #expect(throws: DoorRefusal.tooManyRequests(perMinute: 2, retryAfter: .seconds(30))) {
            try ledger.enter(at: start)
        }
        try ledger.enter(at: start + .seconds(30))
    }

    @Test func letsInWhileATokenIsLeftAndCountsThemAfterwards() throws {
        var ledger = ledger(KeyLimits(requestsPerMinute: 2, tokensPerMinute: 60))
        try ledger.enter(at: start)
        ledger.charge(90, at: start)
        #expect(throws: DoorRefusal.tooManyTokens(perMinute: 60, retryAfter: .seconds(31))) {
            try ledger.enter(at: start)
        }
        // Who is turned away has not used up a request.
        #expect(ledger.requests?.remaining(at: start) == 1)
        try ledger.enter(at: start + .seconds(31))
    }

    @Test func countsRuns() throws {
        var ledger = KeyLedger()
        try ledger.beginRun(limit: 1)
        #expect(throws: DoorRefusal.tooManyRuns(limit: 1)) { try ledger.beginRun(limit: 1) }
        try ledger.beginRun(limit: 2)
        ledger.endRun()
        ledger.endRun()
        #expect(ledger.isBlank(at: start))
    }

    @Test func limitsNothingThatHasNoLimit() throws {
        var ledger = ledger(KeyLimits())
        for _ in 0..<1_000 { try ledger.enter(at: start) }
        ledger.charge(.max, at: start)
        try ledger.enter(at: start)
        #expect(ledger.isBlank(at: start))
    }

    @Test(arguments: [
        (Duration.zero, "0ms"), (.milliseconds(20), "20ms"), (.seconds(1), "1s"), (.milliseconds(1_500), "1.500s"),
        (.seconds(60), "1m0s"), (.seconds(361), "6m1s"),
    ])
    func writesTimesAsOpenAIDoes(duration: Duration, text: String) {
        #expect(RateFields.text(duration) == text)
    }
}
