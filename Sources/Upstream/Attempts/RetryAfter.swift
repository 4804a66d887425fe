import HTTP
import HTTPTypes

extension HTTPFields {
    /// How long the server asks to wait: `retry-after-ms`, as OpenAI has it, or `Retry-After` in seconds or as a date,
    /// which counts from the server's own `Date` where that is told (RFC 9110 §10.2.3).
    ///
    /// - Parameter now: the seconds since 1970, for servers that tell no `Date`.
    func retryPause(at now: Int) -> Duration? {
        if let milliseconds = self[.retryAfterMilliseconds].flatMap({ Double($0) }), milliseconds >= 0 {
            return .milliseconds(Int(Swift.min(milliseconds, Self.longestPause).rounded(.up)))
        }
        guard let text = self[.retryAfter] else { return nil }
        if let seconds = Double(text), seconds >= 0 {
            return .milliseconds(Int(Swift.min(seconds * 1_000, Self.longestPause).rounded(.up)))
        }
        guard let date = HTTPDate.secondsSince1970(parsing: text) else { return nil }
        let start = self[.date].flatMap { HTTPDate.secondsSince1970(parsing: $0) } ?? now
        return .seconds(Swift.max(0, date - start))
    }

    /// What the server asks to wait, as it says it in `Retry-After`, or in whole seconds where it says only milliseconds.
    var retryAfterSeconds: String? {
        self[.retryAfter]
            ?? retryPause(at: 0).map { pause in
                String(pause.components.seconds + (pause.components.attoseconds > 0 ? 1 : 0))
            }
    }

    /// Whether the server says that the same request would fail again.
    var forbidsRetry: Bool { self[.shouldRetry]?.lowercased() == "false" }

    /// Milliseconds above which a figure is as good as for ever: a year.
    private static let longestPause = 365.0 * 86_400_000
}

extension HTTPField.Name {
    static let retryAfterMilliseconds = HTTPField.Name("Retry-After-Ms")!
    static let shouldRetry = HTTPField.Name("X-Should-Retry")!
}
