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
        var spans: [Span] = []
    }

    let telemetry: Telemetry
    /// The span of the request itself.
    let trace: TraceContext
    /// The client's span that the request belongs to.
    private let parentID: String?
    let wall = WallClock()
    private let state = Mutex(State())

    /// A request that begins now; `traceparent` is what the client says of its own span.
    init(_ telemetry: Telemetry, traceparent: String?) {
        self.telemetry = telemetry
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

    /// The time so far in which no call was under way.
    var overhead: Duration {
        let now = ContinuousClock.now
        return wall.instant.duration(to: now) - state.withLock { $0.waiting.waited(at: now) }
    }

    /// Notes that the answer is complete, or will never be: the client left before any status went out.
    func ended(id: String, route: String, key: String?, status: Int?, error: String?) {
        let now = ContinuousClock.now
        let state = state.withLock { $0 }
        let total = wall.instant.duration(to: now)
        let overhead = total - state.waiting.waited(at: now)
        telemetry.measure { metrics in
            metrics.add(.requests, [route, status.map(String.init) ?? "none"])
            metrics.observe(.requestSeconds, [route], total.inSeconds)
            metrics.observe(.overheadSeconds, [route], overhead.inSeconds)
        }
        var line: Logger.Metadata = ["id": "\(id)", "route": "\(route)", "trace": "\(trace.traceID)"]
        line["key"] = key.map { "\($0)" }
        line["status"] = status.map { .stringConvertible($0) }
        line["model"] = (state.report?.model ?? state.model).map { "\($0.printable)" }
        line["calls"] = .stringConvertible(state.calls)
        line["ms"] = .stringConvertible(total.milliseconds)
        line["overhead_ms"] = .stringConvertible(overhead.milliseconds)
        line["error"] = error.map { "\($0.printable)" }
        line.merge(state.report?.metadata ?? [:]) { own, _ in own }
        telemetry.logger.log(level: status ?? 0 >= 500 ? .warning : .info, "request", metadata: line)
        telemetry.spans?.add(state.spans + [span(route, key, status, error, state.model, until: now)])
    }

    private func span(
        _ route: String, _ key: String?, _ status: Int?, _ error: String?, _ model: String?,
        until now: ContinuousClock.Instant
    ) -> Span {
        var attributes: JSON.Object = ["http.route": .string(route)]
        attributes["hone.key"] = key.map(JSON.string)
        attributes["http.response.status_code"] = status.map(JSON.number)
        attributes["gen_ai.request.model"] = model.map(JSON.string)
        return Span(
            context: trace, parentID: parentID, name: route, kind: .server, start: wall.nanoseconds,
            end: wall.nanoseconds(at: now), attributes: attributes, error: status ?? 500 >= 500 ? error : nil)
    }
}
