import Testing

@testable import Upstream

@Suite struct RetryBudgetTests {
    let start = ContinuousClock.now

    /// How many retries there are at a time.
    func taken(_ budget: inout RetryBudget, after seconds: Int = 0) -> Int {
        var count = 0
        while budget.take(at: start + .seconds(seconds)) { count += 1 }
        return count
    }

    @Test func theReserveIsSpentOnce() {
        var budget = RetryBudget(share: 0.2, at: start)
        #expect(taken(&budget) == 100)
        #expect(taken(&budget) == 0)
    }

    @Test func callsBringTheirShare() {
        var budget = RetryBudget(share: 0.25, at: start)
        _ = taken(&budget)
        for _ in 0..<10 { budget.noteCall() }
        #expect(taken(&budget) == 2)
    }

    @Test func rareCallsMayBeMadeAgain() {
        var budget = RetryBudget(share: 0.2, at: start)
        _ = taken(&budget)
        #expect(taken(&budget, after: 3) == 3)
        #expect(taken(&budget, after: 3_600) == 100)
    }

    @Test func withoutAShareThereIsNothing() {
        var budget = RetryBudget(share: 0, at: start)
        for _ in 0..<100 { budget.noteCall() }
        #expect(taken(&budget, after: 3_600) == 0)
    }
}
