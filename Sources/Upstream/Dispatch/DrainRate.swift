/// How fast a queue moves, from its last turns. Pure.
struct DrainRate {
    private var turns: [ContinuousClock.Instant] = []
    private var oldest = 0

    /// Notes that a call had its turn.
    mutating func note(at now: ContinuousClock.Instant) {
        if turns.count < UpstreamLimits.turnsOfDrainRate {
            turns.append(now)
        } else {
            turns[oldest] = now
            oldest = (oldest + 1) % turns.count
        }
    }

    /// After how long so many more calls will have had their turn, if all goes on as it went; in whole seconds.
    func time(for calls: Int, at now: ContinuousClock.Instant) -> Duration {
        let longest = UpstreamLimits.longestRetryAfter
        guard !turns.isEmpty else { return longest }
        let span = turns[oldest % turns.count].duration(to: now) / .seconds(1)
        let seconds = (Double(calls) * span / Double(turns.count)).rounded(.up)
        return .seconds(max(1, min(seconds, longest / .seconds(1))))
    }
}
