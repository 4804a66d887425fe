import HTTPTypes
import JSON
import Refinement
import Synchronization
import Upstream

/// What is told of one call to a model server: its times, how it ended, its span.
final class CallTelemetry: ObservedCall {
    private struct State {
        var figures: UpstreamFigures?
        var replica = ""
        var attempts = 0
        var firstSent: ContinuousClock.Instant?
        var lastSent: ContinuousClock.Instant?
        var status: Int?
        var failure: ModelError?
    }

    let fields: HTTPFields
    private let request: RequestTelemetry
    private let context: TraceContext
    private let parent: TraceContext
    private let model: String?
    private let samples: Int
    private let began = ContinuousClock.now
    private let state = Mutex(State())

    /// A call that is about to be made, below that span.
    init(_ request: RequestTelemetry, below parent: TraceContext, model: String?, samples: Int) {
        self.request = request
        self.model = model
        self.samples = samples
        context = parent.child()
        self.parent = parent
        fields = [.traceparent: context.traceparent]
    }

    var wantsUsage: Bool { request.telemetry.spans != nil }

    func note(_ event: CallEvent) {
        let now = ContinuousClock.now
        switch event {
        case .queued(let upstream): goes(to: upstream)
        case .sent(let upstream, let replica, let attempt): sent(to: upstream, replica, attempt, at: now)
        case .answered(let status): answered(status, at: now)
        case .failed(let error, let pause): failed(error, isRetried: pause != nil)
        case .ended(let progress): ended(progress, at: now)
        }
    }

    /// Notes where the call goes, which may be elsewhere than the attempt before.
    private func goes(to upstream: String) {
        state.withLock { state in
            guard state.figures?.upstream != upstream else { return }
            state.figures = request.telemetry.figures(ofUpstream: upstream)
        }
    }

    private func sent(to upstream: String, _ replica: String, _ attempt: Int, at now: ContinuousClock.Instant) {
        goes(to: upstream)
        let (isFirst, figures) = state.withLock { state in
            state.replica = replica
            state.attempts = attempt
            state.lastSent = now
            state.failure = nil
            state.status = nil
            defer { state.firstSent = state.firstSent ?? now }
            return (state.firstSent == nil, state.figures)
        }
        guard isFirst else { return }
        request.callSent()
        figures?.sent(after: began.duration(to: now))
    }

    private func answered(_ status: Int, at now: ContinuousClock.Instant) {
        let (figures, sent) = state.withLock { state in
            state.status = status
            return (state.figures, state.lastSent ?? began)
        }
        figures?.answered(after: sent.duration(to: now))
    }

    private func failed(_ error: ModelError, isRetried: Bool) {
        let upstream = state.withLock { state in
            state.failure = error
            return state.figures?.upstream ?? ""
        }
        request.telemetry.measure { metrics in
            metrics.add(.callErrors, [upstream, error.kind])
            if isRetried { metrics.add(.retries, [upstream]) }
        }
    }

    private func ended(_ progress: CallProgress, at now: ContinuousClock.Instant) {
        let state = state.withLock { $0 }
        let outcome: UpstreamFigures.Outcome =
            if state.failure != nil { .failed } else if progress.isComplete { .answered } else { .cancelled }
        state.figures?.ended(outcome, after: state.firstSent.map { $0.duration(to: now) })
        request.callEnded(at: now, span: span(state, outcome, progress, until: now))
    }

    private func span(
        _ state: State, _ outcome: UpstreamFigures.Outcome, _ progress: CallProgress, until now: ContinuousClock.Instant
    ) -> Span? {
        guard request.telemetry.spans != nil else { return nil }
        var attributes: JSON.Object = [
            "hone.upstream": .string(state.figures?.upstream ?? ""), "server.address": .string(state.replica),
            "hone.samples": .number(samples), "hone.attempts": .number(state.attempts),
            "hone.outcome": .string(outcome.rawValue),
        ]
        attributes["gen_ai.request.model"] = model.map { .string($0.cut(toBytes: ErrorNote.maxBytes)) }
        attributes["http.response.status_code"] = state.status.map(JSON.number)
        attributes["gen_ai.usage.input_tokens"] = progress.reported.map { .number($0.prompt) }
        attributes["gen_ai.usage.output_tokens"] = .number(progress.reported?.completion ?? progress.tokensSeen)
        return Span(
            context: context, parentID: parent.spanID, name: "call", kind: .client,
            start: request.wall.nanoseconds(at: began), end: request.wall.nanoseconds(at: now),
            attributes: attributes,
            error: state.failure.map {
                request.hasContent ? $0.reason.cut(toBytes: ErrorNote.maxBytes) : $0.kind
            })
    }
}

extension ModelError {
    /// What went wrong, as a label of few values.
    var kind: String {
        switch self {
        case .unreachable: "unreachable"
        case .timedOut(let stage): "timeout_\(stage.rawValue.replacing(" ", with: "_"))"
        case .rejected(let rejection): "status_\(rejection.status)"
        case .garbled: "garbled"
        case .interrupted: "interrupted"
        case .noChoice: "no_choice"
        case .overloaded: "overloaded"
        case .outOfBudget: "out_of_budget"
        case .discarded: "discarded"
        }
    }
}

extension Duration {
    /// The duration in seconds.
    var inSeconds: Double { milliseconds / 1_000 }
}
