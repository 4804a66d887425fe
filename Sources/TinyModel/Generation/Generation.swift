/// The answers to one prompt, made step by step: a piece of the prompt, or one more token of every choice.
///
/// The choices share the prompt's keys and values, and each step runs all of them through the model together.
/// What a choice says depends on nothing but the prompt, the options and its index.
struct Generation: Sendable {
    /// Prompt tokens taken in one step, so that a long prompt does not hold up other requests.
    static let promptTokensPerStep = 64

    private let model: LlamaModel
    private let prompt: [Int]
    private var promptDone = 0
    private var caches: [KeyValueCache]
    private var choices: [Choice]

    /// Throws when the prompt is empty or leaves no room in the context.
    init(_ model: LlamaModel, prompt: [Int], options: GenerationOptions) throws(TinyModelError) {
        guard !prompt.isEmpty else { throw .emptyPrompt }
        let room = model.configuration.contextTokens - prompt.count
        guard room > 0 else {
            throw .contextExceeded(promptTokens: prompt.count, contextTokens: model.configuration.contextTokens)
        }
        self.model = model
        self.prompt = prompt
        caches = [KeyValueCache(model.configuration)]
        choices = (0..<options.choices).map { index in
            Choice(
                index: index, options: options, maxTokens: min(options.maxTokens ?? room, room),
                endToken: model.tokenizer.endToken)
        }
    }

    var promptTokens: Int { prompt.count }

    /// Tokens made so far by all choices together, end tokens included.
    var completionTokens: Int { choices.reduce(0) { $0 + $1.tokenCount } }

    var isFinished: Bool { choices.allSatisfy(\.isFinished) }

    /// One pass through the model; one event for each choice that got a token, in their order.
    mutating func step() -> [TokenEvent] {
        promptDone < prompt.count ? readPrompt() : extendChoices()
    }

    private mutating func readPrompt() -> [TokenEvent] {
        let end = min(promptDone + Self.promptTokensPerStep, prompt.count)
        let rows = (promptDone..<end).map { index in
            TokenRow(token: prompt[index], sequence: 0, wantsLogits: index == prompt.count - 1)
        }
        promptDone = end
        guard let logits = model.forward(rows, caches: &caches).first else { return [] }
        caches = Array(repeating: caches[0], count: choices.count)
        return choices.indices.map { choices[$0].advance(logits, tokenizer: model.tokenizer) }
    }

    private mutating func extendChoices() -> [TokenEvent] {
        let live = choices.indices.filter { !choices[$0].isFinished }
        let rows = live.map { TokenRow(token: choices[$0].lastToken, sequence: $0, wantsLogits: true) }
        let logits = model.forward(rows, caches: &caches)
        return zip(live, logits).map { choices[$0].advance($1, tokenizer: model.tokenizer) }
    }
}
