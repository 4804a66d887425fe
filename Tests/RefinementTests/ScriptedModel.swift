import JSON
import Refinement

/// A model whose every sample is written down by the test; sample i is told by its seed, which the question sets to 0.
struct ScriptedModel: LanguageModel {
    /// What becomes of one sample.
    enum Line: Sendable {
        /// It says this.
        case says(String, finish: String = "stop")
        /// It is lost.
        case fails(ModelError)
        /// It says so many tokens and then nothing more until it is cancelled.
        case hangs(afterTokens: Int = 0)
        /// The server does not bring this choice at all.
        case isMissing
    }

    let name = "scripted"
    var sizes: @Sendable (Int) -> [Int] = { Array(repeating: 1, count: $0) }
    /// Prompt tokens of every call, and tokens of every completion.
    var cost = (prompt: 10, completion: 5)
    /// Runs before sample i says anything.
    var before: @Sendable (Int) async -> Void = { _ in }
    var line: @Sendable (_ sample: Int, _ choices: Int) -> Line

    func callSizes(for count: Int) -> [Int] { sizes(count) }

    func generate(_ call: ModelCall) -> any CompletionStream {
        ScriptedStream(model: self, first: call.sampling["seed"]?.int ?? 0, choices: call.choices)
    }
}

struct ScriptedStream: CompletionStream {
    let model: ScriptedModel
    let first: Int
    let choices: Int
    var choice = 0
    var tokensToCome = 0
    var progress = CallProgress()

    init(model: ScriptedModel, first: Int, choices: Int) {
        self.model = model
        self.first = first
        self.choices = choices
    }

    mutating func next() async throws -> CompletionEvent? {
        progress.isSent = true
        while choice < choices {
            let index = first + choice
            await model.before(index)
            try Task.checkCancellation()
            defer { choice += 1 }
            switch model.line(index, choices) {
            case .isMissing: continue
            case .fails(let error): throw error
            case .hangs(let tokens):
                if progress.tokensSeen < tokens {
                    progress.tokensSeen += 1
                    choice -= 1
                    return .delta(choice: choice + 1, text: "x", tokens: 1)
                }
                try await Task.sleep(for: .seconds(3_600))
            case .says(let text, let finish):
                progress.tokensSeen += model.cost.completion
                if choice == choices - 1 {
                    progress.reported = TokenUsage(
                        prompt: model.cost.prompt, completion: model.cost.completion * choices)
                }
                let message = JSON.Object([JSON.Member("role", "assistant"), JSON.Member("content", .string(text))])
                return .finished(choice: choice, Completion(message: message, finishReason: finish))
            }
        }
        return nil
    }
}

extension Question {
    /// A question whose answers are numbers.
    static func number(_ options: [(name: String, value: [UInt8])] = []) throws -> Question {
        var sampling = SamplingOptions(options)
        if sampling["seed"] == nil { sampling["seed"] = 0 }
        return Question(
            conversation: Conversation([Message(role: "user", text: "How many?")]), sampling: sampling,
            extractor: AnswerExtractor(format: try AnswerFormat(type: .number), prompt: nil, isJSONRequested: false))
    }
}

extension SelfConsistency {
    /// The method with these parameters.
    static func with(_ parameters: JSON) throws -> SelfConsistency {
        SelfConsistency(
            try ParameterValues(parameters.object ?? JSON.Object(), declared: SelfConsistency.description.parameters))
    }
}
