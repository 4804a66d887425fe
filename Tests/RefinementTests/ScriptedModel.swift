import JSON
import Refinement

/// A model whose every sample is written down by the test; sample i is told by its seed, if the question sets it to 0.
struct ScriptedModel: LanguageModel {
    /// What becomes of one sample.
    enum Line: Sendable {
        /// It says this.
        case says(String, finish: String = "stop")
        /// It says these words, a token and a delta each, with log-probabilities if the call asks for them.
        case spells([ScriptedWord], finish: String = "stop")
        /// It calls this function.
        case calls(String, arguments: String)
        /// It is lost.
        case fails(ModelError)
        /// It says so many tokens and then nothing more until it is cancelled.
        case hangs(afterTokens: Int = 0)
        /// The server does not bring this choice at all.
        case isMissing
    }

    let name = "scripted"
    var logprobSupport: LogprobSupport?
    var callWindow = Int.max
    var sizes: @Sendable (Int) -> [Int] = { Array(repeating: 1, count: $0) }
    /// Prompt tokens of every call, and tokens of every completion.
    var cost = (prompt: 10, completion: 5)
    /// Runs before sample i says anything.
    var before: @Sendable (Int) async -> Void = { _ in }
    var line: @Sendable (_ sample: Int, _ choices: Int) -> Line

    func callSizes(for count: Int, spare: Int) -> [Int] { sizes(count) }

    func learn(_: LogprobSupport) {}

    func generate(_ call: ModelCall) -> any CompletionStream {
        ScriptedStream(
            model: self, first: call.sampling["seed"]?.int ?? 0, choices: call.choices,
            hasLogprobs: call.sampling["logprobs"]?.bool == true)
    }
}

struct ScriptedStream: CompletionStream {
    let model: ScriptedModel
    let first: Int
    let choices: Int
    let hasLogprobs: Bool
    var choice = 0
    /// How many words of the choice have been said.
    var spelt = 0
    /// What the choice is to say.
    var said: (sample: Int, line: ScriptedModel.Line)?
    var progress = CallProgress()

    init(model: ScriptedModel, first: Int, choices: Int, hasLogprobs: Bool = false) {
        self.model = model
        self.first = first
        self.choices = choices
        self.hasLogprobs = hasLogprobs
    }

    mutating func next() async throws -> CompletionEvent? {
        progress.isSent = true
        while choice < choices {
            let index = first + choice
            await model.before(index)
            try Task.checkCancellation()
            defer { choice += 1 }
            if said?.sample != index { said = (index, model.line(index, choices)) }
            guard let line = said?.line else { return nil }
            switch line {
            case .isMissing: continue
            case .fails(let error): throw error
            case .hangs(let tokens):
                if progress.tokensSeen < tokens {
                    progress.tokensSeen += 1
                    choice -= 1
                    return .delta(choice: choice + 1, text: "x", tokens: 1)
                }
                try await Task.sleep(for: .seconds(3_600))
            case .spells(let words, let finish):
                if spelt < words.count {
                    defer { spelt += 1 }
                    progress.tokensSeen += 1
                    choice -= 1
                    return .delta(
                        choice: choice + 1, text: words[spelt].text, tokens: 1,
                        distributions: hasLogprobs ? [words[spelt].distribution] : [])
                }
                spelt = 0
                return finished(words, finish)
            case .says(let text, let finish):
                return finished(["role": "assistant", "content": .string(text)], finish)
            case .calls(let name, let arguments):
                let function: JSON = ["name": .string(name), "arguments": .string(arguments)]
                let call: JSON = ["id": .string("call_\(index)"), "type": "function", "function": function]
                return finished(["role": "assistant", "content": nil, "tool_calls": [call]], "tool_calls")
            }
        }
        return nil
    }

    private mutating func finished(_ words: [ScriptedWord], _ reason: String) -> CompletionEvent {
        if choice == choices - 1 {
            progress.reported = TokenUsage(prompt: model.cost.prompt, completion: progress.tokensSeen)
        }
        let message: JSON = ["role": "assistant", "content": .string(words.map(\.text).joined())]
        return .finished(
            choice: choice,
            Completion(
                message: message.object ?? JSON.Object(), finishReason: reason,
                logprobs: hasLogprobs ? ["content": .array(words.map(\.json))] : nil,
                tokens: hasLogprobs ? words.map(\.distribution) : nil))
    }

    private mutating func finished(_ message: JSON, _ reason: String) -> CompletionEvent {
        progress.tokensSeen += model.cost.completion
        if choice == choices - 1 {
            progress.reported = TokenUsage(prompt: model.cost.prompt, completion: model.cost.completion * choices)
        }
        let completion = Completion(message: message.object ?? JSON.Object(), finishReason: reason)
        return .finished(choice: choice, completion)
    }
}

extension Question {
    /// A question whose answers are numbers.
    static func number(isSeeded: Bool = true) throws -> Question {
        var sampling = SamplingOptions()
        if isSeeded { sampling["seed"] = 0 }
        return Question(
            conversation: Conversation([Message(role: "user", text: "How many?")]), sampling: sampling,
            extractor: AnswerExtractor(format: try AnswerFormat(type: .number), prompt: nil, isJSONRequested: false))
    }
}

extension Method {
    /// The method with these parameters.
    static func with(_ parameters: JSON) throws -> Self {
        try Self(try ParameterValues(parameters.object ?? JSON.Object(), declared: description.parameters))
    }
}
