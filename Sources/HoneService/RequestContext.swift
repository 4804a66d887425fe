import Upstream

/// What is known of a request beside what it says; every route is handed it.
///
/// An object, because it goes through many asynchronous functions, each of which would else hold a copy.
final class RequestContext: Sendable {
    /// The request's name in logs, and in the client's own if it gave one.
    let id: String
    /// Who asks, and what they may.
    let admission: Admission
    /// The most bytes that the request's body may have.
    let maxBodyBytes: Int
    /// On whose behalf model servers are called.
    let caller: Caller
    /// What is told of the request.
    let telemetry: RequestTelemetry

    /// A context of these parts.
    init(id: String, admission: Admission, maxBodyBytes: Int, caller: Caller, telemetry: RequestTelemetry) {
        self.id = id
        self.admission = admission
        self.maxBodyBytes = maxBodyBytes
        self.caller = caller
        self.telemetry = telemetry
    }
}
