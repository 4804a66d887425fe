import JSON
import Refinement

/// A trial's results as one line of a file: complete in itself, so that a file can be cut, joined and read anywhere.
struct ResultLine: Sendable, Hashable {
    let trial: TrialResult
    let settings: EvaluationSettings
    let labels: [String]

    /// What every line begins with.
    static let beginning = Array(#"{"id":""#.utf8)

    /// The line, with its end.
    var utf8: [UInt8] {
        let methods = JSON.Object(zip(labels, trial.results).map { JSON.Member($0, Self.json($1)) })
        let line: JSON = [
            "id": .string(trial.key.id), "hash": .string(trial.key.hash), "rotation": .number(trial.key.rotation),
            "gold": .string(trial.gold), "methods": .object(methods), "settings": .object(settings.members),
        ]
        return line.utf8 + [0x0A]
    }

    private static func json(_ result: MethodResult) -> JSON {
        [
            "answer": result.answer.map(JSON.string) ?? .null, "correct": .bool(result.isCorrect),
            "credit": .number(result.credit), "samples": .number(result.samples), "calls": .number(result.calls),
            "tokens": .number(result.usage.total), "prompt_tokens": .number(result.usage.prompt),
            "completion_tokens": .number(result.usage.completion),
            "estimated_tokens": .number(result.usage.estimated),
            "ms": result.milliseconds.map(JSON.number) ?? .null,
            "stop_reason": result.stopReason.map(JSON.string) ?? .null,
            "error": result.error.map(JSON.string) ?? .null,
        ]
    }
}

extension ResultLine {
    /// Reads a line that this program wrote.
    ///
    /// - Throws: `EvaluationError.line`.
    init(parsing bytes: some Collection<UInt8>, number: Int) throws(EvaluationError) {
        guard let json = try? JSON(parsing: bytes), let id = json["id"]?.string, let hash = json["hash"]?.string,
            let rotation = json["rotation"]?.int, let gold = json["gold"]?.string,
            let methods = json["methods"]?.object?.members, let settings = json["settings"]?.object
        else { throw .line(number, reason: "is no line of results") }
        var results: [MethodResult] = []
        for method in methods {
            guard let result = Self.result(method.value) else {
                throw .line(number, reason: "'methods.\(method.name)' is no result")
            }
            results.append(result)
        }
        self.init(
            trial: TrialResult(key: TrialKey(id: id, hash: hash, rotation: rotation), gold: gold, results: results),
            settings: EvaluationSettings(settings), labels: methods.map(\.name))
    }

    private static func result(_ json: JSON) -> MethodResult? {
        guard let isCorrect = json["correct"]?.bool, let credit = json["credit"]?.double,
            let samples = json["samples"]?.int, let calls = json["calls"]?.int,
            let prompt = json["prompt_tokens"]?.int, let completion = json["completion_tokens"]?.int,
            let estimated = json["estimated_tokens"]?.int
        else { return nil }
        return MethodResult(
            answer: json["answer"]?.string, isCorrect: isCorrect, credit: credit, samples: samples, calls: calls,
            usage: TokenUsage(prompt: prompt, completion: completion, estimated: estimated),
            milliseconds: json["ms"]?.double, stopReason: json["stop_reason"]?.string, error: json["error"]?.string)
    }
}
