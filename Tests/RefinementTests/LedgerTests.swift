import Testing

@testable import Refinement

@Suite struct LedgerTests {
    func progress(isSent: Bool = true, reported: TokenUsage? = nil, tokens: Int = 0) -> CallProgress {
        var progress = CallProgress()
        progress.isSent = isSent
        progress.reported = reported
        progress.tokensSeen = tokens
        return progress
    }

    @Test func whatAFallbackAnsweredIsNotWhatTheModelCost() {
        var ledger = Ledger()
        let prompt = ledger.newPrompt(bytes: 100)
        for fallback in [nil, "b/f", "b/f"] {
            var progress = progress(reported: TokenUsage(prompt: 10, completion: 5))
            progress.fallback = fallback
            ledger.update(ledger.begin(role: .generator, prompt: prompt), progress, isOpen: false)
        }
        #expect(
            ledger.usageByModel == [
                CalledModel(player: .generator): TokenUsage(prompt: 10, completion: 5),
                CalledModel(player: .generator, fallback: "b/f"): TokenUsage(prompt: 20, completion: 10),
            ])
    }

    @Test func addsUpWhatTheServersReport() {
        var ledger = Ledger()
        let prompt = ledger.newPrompt(bytes: 100)
        for _ in 0..<2 {
            let call = ledger.begin(role: .generator, prompt: prompt)
            ledger.update(call, progress(reported: TokenUsage(prompt: 10, completion: 5, cached: 4)), isOpen: false)
        }
        #expect(ledger.usage == TokenUsage(prompt: 20, completion: 10, cached: 8))
        #expect(ledger.usageByRole == [.generator: ledger.usage])
        #expect(ledger.calls == 2)
    }

    @Test func estimatesWhatACancelledCallCostFromItsFellows() {
        var ledger = Ledger()
        let prompt = ledger.newPrompt(bytes: 400)
        let cancelled = ledger.begin(role: .generator, prompt: prompt)
        ledger.update(cancelled, progress(tokens: 3), isOpen: false)
        #expect(ledger.usage == TokenUsage(prompt: 100, completion: 3, estimated: 103))
        let finished = ledger.begin(role: .generator, prompt: prompt)
        ledger.update(finished, progress(reported: TokenUsage(prompt: 90, completion: 5)), isOpen: false)
        #expect(ledger.usage == TokenUsage(prompt: 180, completion: 8, estimated: 93))
        #expect(ledger.committed == 188)
    }

    @Test func chargesNothingForACallThatWasNeverSentOrWasRefused() {
        var ledger = Ledger()
        let call = ledger.begin(role: .generator, prompt: ledger.newPrompt(bytes: 400))
        #expect(ledger.usage.total == 0)
        #expect(ledger.committed == 100)
        ledger.update(call, progress(isSent: false), isOpen: false)
        #expect(ledger.usage.total == 0 && ledger.committed == 0)
    }

    @Test func chargesAPromptForEachAttemptThatWasLost() {
        var ledger = Ledger()
        let prompt = ledger.newPrompt(bytes: 400)
        let call = ledger.begin(role: .generator, prompt: prompt)
        var lost = progress(isSent: false)
        lost.lostAttempts = 2
        ledger.update(call, lost, isOpen: false)
        #expect(ledger.usage == TokenUsage(prompt: 200, estimated: 200))
        lost.reported = TokenUsage(prompt: 90, completion: 5)
        ledger.update(call, lost, isOpen: false)
        #expect(ledger.usage == TokenUsage(prompt: 270, completion: 5, estimated: 180))
        #expect(ledger.committed == 275)
    }
}
