/// Every sample of a run, in nanoseconds.
final class LoadTally {
    /// Requests due before this are not among the samples; that they failed is told all the same.
    var measuredFrom: Int64 = 0
    private(set) var latencies: [Int64] = []
    private(set) var firstTokens: [Int64] = []
    private(set) var gaps: [Int64] = []
    private(set) var ages: [Int64] = []
    /// How long after their time requests went out that found a connection free: the generator's own lateness.
    private(set) var lateness: [Int64] = []
    /// Requests that had to wait for a connection.
    private(set) var waited = 0
    /// Requests that went out.
    private(set) var sent = 0
    private(set) var completed = 0
    private(set) var errors: [String: Int] = [:]
    private(set) var bodyBytes = 0
    private(set) var lastEnd: Int64 = 0

    var failed: Int { errors.values.reduce(0, +) }

    func noteSent(late: Int64) {
        sent += 1
        lateness.append(late)
    }

    func noteSentAfterWaiting() {
        sent += 1
        waited += 1
    }

    func noteBody(_ count: Int) { bodyBytes += count }

    func noteEvent(due: Int64, sent: Int64, received: Int64, previous: Int64?) {
        guard due >= measuredFrom else { return }
        ages.append(received - sent)
        if let previous { gaps.append(received - previous) } else { firstTokens.append(received - due) }
    }

    func noteEnd(due: Int64, at now: Int64) {
        completed += 1
        lastEnd = now
        if due >= measuredFrom { latencies.append(now - due) }
    }

    func noteFailure(_ reason: String, count: Int = 1) {
        if count > 0 { errors[reason, default: 0] += count }
    }
}
