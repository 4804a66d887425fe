import Refinement

/// The sums of one method's results.
struct Tally: Sendable {
    var correct = 0.0
    var failures = 0
    /// Why the first of them failed.
    var firstError: String?
    var samples = 0
    var calls = 0
    var usage = TokenUsage()
    var milliseconds: Double?
    /// Questions that it got right and the first method wrong.
    var won = 0
    /// Questions that it got wrong and the first method right.
    var lost = 0

    mutating func add(_ result: MethodResult, against first: MethodResult) {
        correct += result.credit
        if let error = result.error {
            failures += 1
            firstError = firstError ?? error
        }
        samples += result.samples
        calls += result.calls
        usage += result.usage
        if let time = result.milliseconds { milliseconds = (milliseconds ?? 0) + time }
        switch (result.isCorrect, first.isCorrect) {
        case (true, false): won += 1
        case (false, true): lost += 1
        default: break
        }
    }
}
