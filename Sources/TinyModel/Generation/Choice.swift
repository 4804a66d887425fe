/// One of the answers of a generation: its random numbers, its text, and how far it is.
struct Choice: Sendable {
    let index: Int
    /// Picked last, and to be run through the model next.
    private(set) var lastToken = 0
    /// Tokens picked, end token included.
    private(set) var tokenCount = 0
    private(set) var isFinished = false

    private let endToken: Int
    private let maxTokens: Int
    private let alternatives: Int?
    private var sampler: Sampler
    private var scanner: StopScanner
    /// Bytes generated and bytes released so far.
    private var generated = 0
    private var released = 0
    /// Tokens not released yet, with the offset their text begins at.
    private var pending: [(start: Int, token: ScoredToken)] = []

    init(index: Int, options: GenerationOptions, maxTokens: Int, endToken: Int) {
        self.index = index
        self.maxTokens = maxTokens
        self.endToken = endToken
        alternatives = options.topLogProbabilities
        sampler = Sampler(
            temperature: options.temperature, topP: options.topP, seed: options.seed &+ UInt64(index))
        scanner = StopScanner(options.stops)
    }

    /// Picks the next token and says what comes of it.
    mutating func advance(_ logits: [Float], tokenizer: Tokenizer) -> TokenEvent {
        let token = sampler.pick(logits)
        let scored = alternatives.map { ScoredToken(token, logits: logits, alternatives: $0) }
        lastToken = token
        tokenCount += 1
        if token == endToken {
            return finish(.stop, text: scanner.finish(), endToken: scored)
        }
        let bytes = tokenizer.bytes(of: token)
        if let scored {
            pending.append((generated, scored))
        }
        generated += bytes.count
        let (text, stopped) = scanner.append(bytes)
        if stopped {
            return finish(.stop, text: text)
        }
        if tokenCount == maxTokens {
            return finish(.length, text: text + scanner.finish())
        }
        return event(text)
    }

    private mutating func finish(
        _ reason: FinishReason, text: [UInt8], endToken: ScoredToken? = nil
    ) -> TokenEvent {
        isFinished = true
        return event(text, endToken: endToken, finish: reason)
    }

    private mutating func event(
        _ text: [UInt8], endToken: ScoredToken? = nil, finish: FinishReason? = nil
    ) -> TokenEvent {
        released += text.count
        // A token without text goes out with its neighbours as soon as nothing is held back before it.
        let ready = pending.prefix { $0.start < released || (released == generated && finish == nil) }
        pending.removeFirst(ready.count)
        return TokenEvent(
            choice: index, text: String(decoding: text, as: UTF8.self), tokens: ready.map(\.token),
            endToken: endToken, finish: finish)
    }
}
