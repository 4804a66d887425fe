public import JSON

/// What a completion, of a chat or of a text, says, event by event, whether it comes as a stream of chunks or as one plain reply.
///
/// Pure: bodies in, events out. One value for one call.
public struct ChatCompletionStream: Sendable {
    /// What one chunk brought.
    public enum Event: Sendable {
        /// Text of a choice has come, and so many tokens with it; and what was said of them, if that is read.
        case delta(choice: Int, text: String, tokens: Int, logprobs: [TokenLogprobs])
        /// A choice is complete.
        case finished(ChatChoice)
    }

    /// How many choices have shown themselves.
    public private(set) var choicesSeen = 0
    /// How many tokens have been seen to come, for calls that end before the server gives its figure.
    public private(set) var tokensSeen = 0
    /// How many pieces of the texts of text completions have come, whether or not those are what is read.
    public private(set) var textsSeen = 0
    /// Where the answer comes from.
    public private(set) var origin = ReplyOrigin()
    private let readsLogprobs: Bool
    private let isText: Bool
    private var choices: [Int: ChoiceAssembler] = [:]
    private var finished: Set<Int> = []
    private var runningUsage: Usage?
    private var finalUsages: [Usage] = []
    /// The pattern of the chunk before, if it has one: what both have in common has been taken.
    private var pattern: ChunkPattern?

    /// A call of which nothing has come yet.
    ///
    /// - Parameters:
    ///   - readsLogprobs: whether the log-probabilities of a stream are to be told with its text.
    ///   - isText: whether it is a text that is completed, and not a chat.
    public init(readsLogprobs: Bool = false, isText: Bool = false) {
        self.readsLogprobs = readsLogprobs
        self.isText = isText
    }

    /// The server's own figure once it has come. Where a server reports each choice by itself (llama.cpp sends one
    /// usage chunk per choice), completions add up and the prompt, which they share, counts once.
    public var usage: Usage? {
        guard var sum = finalUsages.first else { return runningUsage }
        for next in finalUsages.dropFirst() {
            sum.promptTokens = max(sum.promptTokens, next.promptTokens)
            sum.cachedTokens = max(sum.cachedTokens, next.cachedTokens)
            sum.completionTokens += next.completionTokens
            sum.reasoningTokens += next.reasoningTokens
        }
        return sum
    }

    /// Adds one chunk of a stream.
    public mutating func add(chunk: JSON) -> [Event] {
        pattern = nil
        var events: [Event] = []
        add(ChatChunk(chunk, isText: isText, readsLogprobs: readsLogprobs), to: &events)
        return events
    }

    /// Adds one chunk of a stream by its text, if it is one like most of them, and what it brought to `events`; false, and
    /// nothing added, if it is to be read as a tree. One that tells an error never is like most.
    public mutating func add(usualChunk text: [UInt8], to events: inout [Event]) -> Bool {
        var scanner = ChatChunkScanner(text, isText: isText, readsLogprobs: readsLogprobs)
        if let choice = pattern.flatMap(scanner.choice) {
            add(choice, at: 0, to: &events)
            return true
        }
        pattern = nil
        guard let (chunk, pattern) = scanner.chunk() else { return false }
        self.pattern = pattern
        add(chunk, to: &events)
        return true
    }

    private mutating func add(_ chunk: ChatChunk, to events: inout [Event]) {
        origin.take(chunk.origin)
        if let usage = chunk.usage {
            // Beside choices it is a running total; by itself it is a figure given when all is said.
            if chunk.choices.isEmpty { finalUsages.append(usage) } else { runningUsage = usage }
        }
        for (place, choice) in chunk.choices.enumerated() { add(choice, at: place, to: &events) }
    }

    /// Adds what a chunk says of the choice at a place of its list.
    private mutating func add(_ element: ChatChunk.Choice, at place: Int, to events: inout [Event]) {
        let index = element.index ?? place
        if element.hasText { textsSeen += 1 }
        let (text, tokens, isFinished) = choices[index, default: ChoiceAssembler()].add(element)
        choicesSeen = choices.count
        tokensSeen += tokens
        if tokens > 0 {
            events.append(.delta(choice: index, text: text, tokens: tokens, logprobs: element.logprobs.tokens))
        }
        if isFinished, finished.insert(index).inserted, let choice = choices[index] {
            events.append(finish(index, choice))
        }
    }

    /// Takes a plain reply whole; nil if it is none.
    public mutating func add(completion: JSON) -> [Event]? {
        guard let elements = completion["choices"]?.array else { return nil }
        origin.take(ReplyOrigin(completion))
        if let usage = Usage(reading: completion["usage"]) { finalUsages = [usage] }
        var events: [Event] = []
        for (place, element) in elements.enumerated() {
            let element = isText ? TextChoice.message(element) : element
            guard let choice = ChatChoice(reading: element, at: place) else { return nil }
            finished.insert(choice.index)
            events.append(.finished(choice))
        }
        choicesSeen = elements.count
        return events
    }

    /// The choices that began and never said why they ended: what came of them, when the stream has ended in order.
    /// Those of which nothing has come at all are none.
    public mutating func end() -> [Event] {
        choices.keys.filter { finished.insert($0).inserted }.sorted().compactMap { index in
            choices[index].flatMap { $0.isEmpty ? nil : finish(index, $0) }
        }
    }

    private func finish(_ index: Int, _ choice: ChoiceAssembler) -> Event {
        .finished(
            ChatChoice(
                index: index, message: choice.wholeMessage, finishReason: choice.finishReason,
                logprobs: choice.unreadLogprobs))
    }
}
