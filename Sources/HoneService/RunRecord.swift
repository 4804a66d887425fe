import JSON
import OpenAI
import Refinement

/// One refinement as it is kept and told: what was asked for, what came of it, and what it cost.
struct RunRecord: Sendable {
    let id: String
    let created: Int
    /// The method that ran.
    let method: String
    /// Why it ran, where Hone chose it.
    let choice: MethodChoice?
    let model: String
    let elapsed: Duration
    let usage: TokenUsage
    let usageByRole: [Role: TokenUsage]
    let calls: Int
    /// What all calls cost in US dollars, if that is known.
    let costUSD: Double?
    let trace: [Run.TracedEvent]
    let outcome: Result<Outcome, RefinementFailure>

    /// What a run that has an answer has come to.
    enum Outcome {
        /// The answer to the question.
        case answer(RefinedAnswer)
        /// The answers to several questions.
        case batch(RefinedBatch)
    }

    /// Why a run has no answer.
    enum RefinementFailure: Error {
        /// The client left, or Hone is stopping.
        case cancelled
        /// This went wrong.
        case failed(ServiceError)
    }

    /// The object `refinement` of the native API and, without `output`, the member `hone` of a chat completion.
    func json(_ included: Set<RefinementRequest.Inclusion>, hasOutput: Bool = true) -> JSON.Object {
        var object = JSON.Object([
            JSON.Member("id", .string(id)), JSON.Member("object", "refinement"),
            JSON.Member("created", .number(created)), JSON.Member("model", .string(model)),
            JSON.Member("method", .string(method)),
        ])
        if let choice { object["chosen"] = .object(choice.json) }
        switch outcome {
        case .success(.answer(let answer)): answer.write(to: &object, included, hasOutput: hasOutput)
        case .success(.batch(let batch)):
            object["object"] = "refinement.batch"
            batch.write(to: &object, included)
        case .failure(.cancelled): object["status"] = "cancelled"
        case .failure(.failed(let error)):
            object["status"] = "failed"
            object["error"] = ErrorRendering(error).json["error"]
        }
        object["usage"] = .object(usageJSON)
        if let costUSD { object["cost_usd"] = .number(costUSD) }
        object["calls"] = .number(calls)
        object["timing_ms"] = .number(elapsed.milliseconds)
        if included.contains(.trace) { object["trace"] = .array(trace.map(\.json)) }
        return object
    }

    /// The sums over every call, and role by role.
    private var usageJSON: JSON.Object {
        var object = usage.json
        object["by_role"] = .object(
            JSON.Object(
                usageByRole.sorted { $0.key.rawValue < $1.key.rawValue }
                    .map { JSON.Member($0.key.rawValue, .object($0.value.json)) }))
        return object
    }
}

extension RunRecord.Outcome {
    /// The same outcome, which says so if it has fewer answers than the client wants.
    func noting(choices: Int) -> RunRecord.Outcome {
        guard choices > 1, case .answer(var answer) = self, answer.best(choices).count < choices else { return self }
        answer.warnings.append(.fewerChoices)
        return .answer(answer)
    }

    /// The method that the answer comes from, where Hone chose it.
    var choice: MethodChoice? { if case .answer(let answer) = self { answer.choice } else { nil } }
}

extension Run {
    /// The method that Hone chose last, if it chose any.
    var choice: MethodChoice? {
        trace.reversed().lazy.compactMap { if case .chosen(let choice) = $0.event { choice } else { nil } }.first
    }
}

extension TokenUsage {
    /// The `usage` member of a response; `estimated_tokens` counts what no server has confirmed.
    var json: JSON.Object {
        var object = Usage(
            promptTokens: prompt, completionTokens: completion, cachedTokens: cached, reasoningTokens: reasoning
        ).json
        if estimated > 0 { object["estimated_tokens"] = .number(estimated) }
        return object
    }
}

extension Duration {
    /// Milliseconds, to the microsecond.
    var milliseconds: Double {
        let (seconds, attoseconds) = components
        return Double(seconds) * 1_000 + Double(attoseconds / 1_000_000_000_000) / 1_000
    }
}
