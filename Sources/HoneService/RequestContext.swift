import Upstream

/// What is known of a request beside what it says; every route is handed it.
struct RequestContext: Sendable {
    /// The request's name in logs, and in the client's own if it gave one.
    let id: String
    /// When the head of the request was read.
    let start: ContinuousClock.Instant
    /// Who asks, and what they may.
    let admission: Admission
    /// On whose behalf model servers are called.
    let caller: Caller
}
