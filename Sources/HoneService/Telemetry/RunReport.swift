import JSON
import Logging
import Refinement

/// What telemetry keeps of one refinement.
struct RunReport: Sendable {
    let record: RunRecord
    /// What was asked, where the log is to have it, and with it the answer.
    let request: RefinementRequest?
    /// Whether the model is one that is configured or that a server lists.
    let isKnownModel: Bool

    /// Spans of decisions that are exported of one run, the last ones.
    static let maxDecisionSpans = 64

    /// The model that was asked.
    var model: String { record.model }

    /// Why it has no answer, if something went wrong.
    var error: ErrorNote? {
        guard case .failure(.failed(let failure)) = record.outcome else { return nil }
        return ErrorNote(failure, hasContent: request != nil)
    }

    private var stopReason: String {
        switch record.outcome {
        case .success(.answer(let answer)): answer.stop.name
        case .success(.batch): "exhausted"
        case .failure(.cancelled): "cancelled"
        case .failure(.failed): "error"
        }
    }

    private var answers: [RefinedAnswer] {
        switch record.outcome {
        case .success(.answer(let answer)): [answer]
        case .success(.batch(let batch)): batch.answers
        case .failure: []
        }
    }

    private var counts: [RefinedAnswer.SampleCounts] { answers.map(\.counts) }

    /// The run's part of the request's line in the log.
    var metadata: Logger.Metadata {
        var line: Logger.Metadata = [
            "run": "\(record.id)", "method": "\(record.method)", "stop_reason": "\(stopReason)",
            "prompt_tokens": .stringConvertible(record.usage.prompt),
            "completion_tokens": .stringConvertible(record.usage.completion),
            "samples": .stringConvertible(counts.reduce(0) { $0 + $1.counted }),
            "samples_requested": .stringConvertible(counts.reduce(0) { $0 + $1.requested }),
        ]
        line["cost_usd"] = record.costUSD.map { .stringConvertible($0) }
        guard let request else { return line }
        line["prompts"] = .array(request.work.conversations.map { "\(String(decoding: $0.utf8, as: UTF8.self))" })
        line["outputs"] = .array(answers.map { "\($0.completion.text)" })
        return line
    }

    /// Adds the run to the metrics.
    func count(in metrics: inout MetricStore) {
        metrics.add(.runs, [record.method, stopReason])
        for counts in counts {
            metrics.add(.samplesUsed, [record.method], Double(counts.counted))
            metrics.add(.samplesSaved, [record.method], Double(counts.cancelled))
        }
        let kinds = [
            ("prompt", record.usage.prompt), ("completion", record.usage.completion),
            ("cached", record.usage.cached), ("reasoning", record.usage.reasoning),
        ]
        let model = metrics.label(ofModel: model, isKnown: isKnownModel)
        for (kind, tokens) in kinds where tokens > 0 { metrics.add(.tokens, [model, kind], Double(tokens)) }
        if let cost = record.costUSD { metrics.add(.cost, [model], cost) }
    }

    /// The span of the run, and one for every decision in it.
    func spans(
        _ run: TraceContext, below request: TraceContext, from began: ContinuousClock.Instant,
        to ended: ContinuousClock.Instant, on wall: WallClock
    ) -> [Span] {
        let attributes: JSON.Object = [
            "hone.run": .string(record.id), "hone.method": .string(record.method),
            "hone.stop_reason": .string(stopReason),
            "gen_ai.request.model": .string(model.cut(toBytes: MetricStore.maxLabelBytes)),
            "gen_ai.usage.input_tokens": .number(record.usage.prompt),
            "gen_ai.usage.output_tokens": .number(record.usage.completion), "hone.calls": .number(record.calls),
        ]
        let own = Span(
            context: run, parentID: request.spanID, name: "run \(record.method)", kind: .internal,
            start: wall.nanoseconds(at: began), end: wall.nanoseconds(at: ended), attributes: attributes,
            error: error?.text)
        let decisions = record.trace.filter { $0.event.decision != nil }.suffix(Self.maxDecisionSpans)
        return [own]
            + decisions.map { event in
                let at = wall.nanoseconds(at: began + event.at)
                return Span(
                    context: run.child(), parentID: run.spanID, name: event.event.decision ?? "", kind: .internal,
                    start: at, end: at, attributes: event.event.attributes(hasContent: self.request != nil), error: nil)
            }
    }
}
