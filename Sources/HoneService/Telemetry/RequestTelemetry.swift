import HTTPServer
import HTTPTypes
import JSON
import Logging
import Refinement
import Synchronization
import Upstream

/// What is told of one request: its times, what it cost, its spans, and its line in the log.
final class RequestTelemetry: CallObserver {
    private struct State {
        var waiting = WaitingClock()
        var calls = 0
        /// The span of the run, once there is one; calls stand below it.
        var run: (context: TraceContext, began: ContinuousClock.Instant)?
        var report = RunReport?.none
        var model: String?
        var figures: RouteFigures
        var status: HTTPResponse.Status?
        var error: ErrorNote?
        var hasSentCall = false
        var spans: [Span] = []
    }

    let telemetry: Telemetry
    /// The request's name.
    let id: String
    /// The name of the client's key.
    private let key: String?
    /// Whether prompts, answers, and what servers say of them, are told.
    let hasContent: Bool
    /// The span of the request itself.
    let trace: TraceContext
    /// The client's span that the request belongs to.
    private let parentID: String?
    let wall = WallClock()
    private let state: Mutex<State>

    /// A request that begins now; `traceparent` is what the client says of its own span.
    init(_ telemetry: Telemetry, id: String, key: String?, traceparent: String?, hasContent: Bool = false) {
        self.telemetry = telemetry
        self.id = id
        self.key = key
        state = Mutex(State(figures: telemetry.unrouted))
        self.hasContent = hasContent
        let parent = traceparent.flatMap(TraceContext.init(parsing:))
        parentID = parent?.spanID
        trace = parent?.child() ?? TraceContext()
    }

    func begin(model: String?, samples: Int) -> any ObservedCall {
        let now = ContinuousClock.now
        let parent = state.withLock { state in
            state.waiting.begin(at: now)
            state.calls += 1
            state.model = state.model ?? model
            return state.run?.context ?? trace
        }
        return CallTelemetry(self, below: parent, model: model, samples: samples)
    }

    /// Notes that a call has gone out to a model server.
    func callSent() { state.withLock { $0.hasSentCall = true } }

    /// Whether a model server may have worked on the request.
    var hasSentCall: Bool { state.withLock { $0.hasSentCall } }

    /// Notes that a call is over.
    func callEnded(at now: ContinuousClock.Instant, span: Span?) {
        state.withLock { state in
            state.waiting.end(at: now)
            if let span { state.spans.append(span) }
        }
    }

    /// Notes that a refinement begins; calls from here on belong to it.
    func runBegins() {
        let context = trace.child()
        state.withLock { $0.run = (context, .now) }
    }

    /// Notes what came of the refinement.
    func runEnded(_ report: RunReport) {
        let now = ContinuousClock.now
        state.withLock { state in
            state.report = report
            guard telemetry.spans != nil, let run = state.run else { return }
            state.spans += report.spans(run.context, below: trace, from: run.began, to: now, on: wall)
        }
        telemetry.measure { report.count(in: &$0) }
    }

    /// Notes which route answers.
    func isRouted(to route: RouteFigures) { state.withLock { $0.figures = route } }

    /// Notes why there is no answer.
    func failed(_ error: ServiceError) {
        let note = ErrorNote(error, hasContent: hasContent)
        state.withLock { $0.error = note }
    }

    /// Notes the status that goes out now, and returns the milliseconds so far in which no call was under way.
    func answering(with status: HTTPResponse.Status) -> String {
        let now = ContinuousClock.now
        let waited = state.withLock { state in
            state.status = status
            return state.waiting.waited(at: now)
        }
        return "\((wall.instant.duration(to: now) - waited).milliseconds)"
    }

    /// Notes that the answer is complete, or never will be because of `error`.
    func ended(_ error: (any Error)?) {
        let now = ContinuousClock.now
        var state = state.withLock { $0 }
        let ending = RequestEnding(error, after: state.status)
        state.status = ending.status
        let times = Times(
            total: wall.instant.duration(to: now), waiting: state.waiting.waited(at: now),
            isCutOff: ending.isCutOff)
        state.figures.count(state.status, total: times.total, overhead: times.overhead)
        telemetry.logger.log(
            level: state.status?.kind == .serverError ? .warning : .info, "request", metadata: line(state, times))
        telemetry.spans?.add(state.spans + [span(state, until: now)])
    }

    private struct Times {
        let total: Duration
        let waiting: Duration
        /// Whether the client left, or the answer broke off.
        let isCutOff: Bool

        var overhead: Duration { total - waiting }
    }

    private func line(_ state: State, _ times: Times) -> Logger.Metadata {
        var line: Logger.Metadata = [
            "id": "\(id)", "route": "\(state.figures.route)", "trace": "\(trace.traceID)",
            "calls": .stringConvertible(state.calls), "ms": .stringConvertible(times.total.milliseconds),
            "overhead_ms": .stringConvertible(times.overhead.milliseconds),
        ]
        line["key"] = key.map { "\($0)" }
        line["status"] = state.status.map { .stringConvertible($0.code) }
        line["model"] = (state.report?.model ?? state.model).map { "\($0.cut(toBytes: ErrorNote.maxBytes).printable)" }
        if times.isCutOff { line["cut_off"] = .stringConvertible(true) }
        if let error = state.error ?? state.report?.error {
            line["error"] = error.message.map { "\($0)" }
            line["code"] = "\(error.code)"
            line["param"] = error.param.map { "\($0)" }
        }
        line.merge(state.report?.metadata ?? [:]) { own, _ in own }
        return line
    }

    private func span(_ state: State, until now: ContinuousClock.Instant) -> Span {
        var attributes: JSON.Object = ["http.route": .string(state.figures.route)]
        attributes["hone.key"] = key.map(JSON.string)
        attributes["http.response.status_code"] = state.status.map { .number($0.code) }
        attributes["gen_ai.request.model"] = (state.report?.model ?? state.model)
            .map { .string($0.cut(toBytes: ErrorNote.maxBytes)) }
        let error = state.error ?? state.report?.error
        return Span(
            context: trace, parentID: parentID, name: state.figures.route, kind: .server, start: wall.nanoseconds,
            end: wall.nanoseconds(at: now), attributes: attributes,
            error: state.status?.kind == .clientError ? nil : error?.text)
    }
}
