import HTTPTypes

/// What a key has left, in the fields that OpenAI's clients know.
enum RateFields {
    /// The fields about those of the ledger's buckets that there are.
    static func fields(_ ledger: KeyLedger, at now: ContinuousClock.Instant) -> HTTPFields {
        var fields = HTTPFields()
        for (kind, bucket) in [("requests", ledger.requests), ("tokens", ledger.tokens)] {
            guard let bucket else { continue }
            let values = [
                "limit": "\(bucket.perMinute)", "remaining": "\(bucket.remaining(at: now))",
                "reset": text(bucket.timeUntilFull(at: now)),
            ]
            for (figure, value) in values {
                if let name = HTTPField.Name("x-ratelimit-\(figure)-\(kind)") { fields[name] = value }
            }
        }
        return fields
    }

    /// A duration as OpenAI writes it: `6m0s`, `1.5s`, `20ms`.
    static func text(_ duration: Duration) -> String {
        let milliseconds = Int(clamping: duration.attoseconds / 1_000_000_000_000_000)
        if milliseconds < 1_000 { return "\(milliseconds)ms" }
        let (minutes, rest) = milliseconds.quotientAndRemainder(dividingBy: 60_000)
        let fraction = rest % 1_000 == 0 ? "" : "." + String(String(1_000 + rest % 1_000).dropFirst())
        return (minutes > 0 ? "\(minutes)m" : "") + "\(rest / 1_000)\(fraction)s"
    }
}
