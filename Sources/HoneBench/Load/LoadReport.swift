import Glibc
import JSON

/// What a run has shown.
struct LoadReport {
    /// Requests that were not answered as they should have been.
    let failed: Int
    /// All of it.
    let json: JSON

    /// The report of a finished run that has been measured since `begun`.
    init(_ tally: LoadTally, begun: Int64) {
        failed = tally.failed
        let seconds = Double(max(0, tally.lastEnd - begun)) / 1e9
        let errors = tally.errors.sorted { $0.key < $1.key }.map { JSON.Member($0.key, .number($0.value)) }
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        var members: JSON.Object = [
            "sent": .number(tally.sent), "completed": .number(tally.completed), "failed": .number(tally.failed),
            "errors": .object(JSON.Object(errors)), "measured": .number(tally.latencies.count),
            "seconds": .number(seconds),
            "rate": .number(seconds > 0 ? Double(tally.latencies.count) / seconds : 0),
            "waited": .number(tally.waited), "body_bytes": .number(tally.bodyBytes),
            "cpu_seconds": .number(Self.seconds(usage.ru_utime) + Self.seconds(usage.ru_stime)),
            "latency_us": Percentiles(tally.latencies).json, "lateness_us": Percentiles(tally.lateness).json,
        ]
        if !tally.ages.isEmpty {
            members = JSON.Object(
                members.members + [
                    JSON.Member("first_token_us", Percentiles(tally.firstTokens).json),
                    JSON.Member("gap_us", Percentiles(tally.gaps).json),
                    JSON.Member("age_us", Percentiles(tally.ages).json),
                ])
        }
        json = .object(members)
    }

    private static func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
}
