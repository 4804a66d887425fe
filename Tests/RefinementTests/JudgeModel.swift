import JSON
import Refinement
import Synchronization

/// A model in the judge's role: says one line after another, the last one ever after, and keeps what it was asked.
final class JudgeModel: LanguageModel {
    let name = "judge"
    let logprobSupport: LogprobSupport? = nil
    private let lines: [ScriptedModel.Line]
    private let heard = Mutex<[ModelCall]>([])

    init(_ lines: ScriptedModel.Line...) { self.lines = lines }

    /// The calls so far.
    var calls: [ModelCall] { heard.withLock { $0 } }

    /// What the judge was shown in each call.
    var tasks: [String] { calls.map(\.conversation.question) }

    func callSizes(for count: Int, spare: Int) -> [Int] { Array(repeating: 1, count: count) }

    func learn(_: LogprobSupport) {}

    func generate(_ call: ModelCall) -> any CompletionStream {
        let number = heard.withLock {
            $0.append(call)
            return $0.count - 1
        }
        let line = lines[min(number, lines.count - 1)]
        return ScriptedStream(model: ScriptedModel { _, _ in line }, first: 0, choices: 1)
    }
}

extension ScriptedModel {
    /// A model whose samples, in order, say these texts.
    static func saying(_ texts: [String]) -> ScriptedModel { ScriptedModel { sample, _ in .says(texts[sample]) } }
}

extension Question {
    /// A question whose answers are read as this type, sampled with these options beside a seed of 0.
    static func worded(
        _ text: String = "How many?", type: AnswerType = .number, options: JSON = [:]
    ) throws -> Question {
        var sampling = SamplingOptions((options.object?.members ?? []).map { ($0.name, $0.value.utf8) })
        sampling["seed"] = 0
        return Question(
            conversation: Conversation([Message(role: "user", text: text)]), sampling: sampling,
            extractor: AnswerExtractor(format: try AnswerFormat(type: type), prompt: text, isJSONRequested: false))
    }
}
