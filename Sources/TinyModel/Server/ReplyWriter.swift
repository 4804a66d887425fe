import HTTP
import JSON
import OpenAI

/// Puts the answer to one request into its shape, whole or chunk by chunk.
struct ReplyWriter: Sendable {
    /// What the model is called.
    static let modelName = "tiny-arith"

    private let format: any ReplyFormat
    private let call: CompletionCall
    private let id: String
    /// Seconds since 1970.
    private let created: Int
    /// Characters of each choice's text whose tokens have been reported.
    private var offsets: [Int]
    private let names: TokenNames

    init(_ format: any ReplyFormat, call: CompletionCall, names: TokenNames, created: Int) {
        self.format = format
        self.call = call
        self.names = names
        self.created = created
        id = format.idPrefix + String(UInt64.random(in: .min ... .max), radix: 36)
        offsets = Array(repeating: 0, count: call.options.choices)
    }

    /// The plain reply. A choice's log-probabilities end with the end token, as in llama.cpp.
    func whole(_ choices: [ChoiceTranscript], usage: Usage) -> [UInt8] {
        let choices = choices.enumerated().map { index, choice in
            format.whole(choice: index, text: choice.text, tokens: reported(choice.tokens), reason: choice.finish)
        }
        return envelope(format.object, choices, usage: .object(usage.json)).utf8
    }

    /// What opens a stream.
    func opening() throws(HTTPError) -> [UInt8] {
        try events((0..<call.options.choices).compactMap(format.opening))
    }

    /// What one step of the generation says. The end token comes with the end, as in vLLM: llama.cpp leaves it out of
    /// streams, and then the mean over the tokens of a stream is not that of the same answer in a plain reply.
    mutating func chunks(_ events: [TokenEvent]) throws(HTTPError) -> [UInt8] {
        var choices: [JSON] = []
        for event in events {
            if !event.text.isEmpty || !event.tokens.isEmpty {
                let offset = offsets[event.choice]
                choices.append(
                    format.piece(
                        choice: event.choice, text: event.text, tokens: reported(event.tokens), offset: offset))
                offsets[event.choice] += event.tokens.reduce(0) { $0 + names.lengths[$1.chosen.token] }
            }
            if let finish = event.finish {
                choices.append(
                    format.closing(
                        choice: event.choice, endToken: event.endToken, offset: offsets[event.choice], reason: finish))
            }
        }
        return try self.events(choices)
    }

    /// What ends a stream.
    func closing(usage: Usage) throws(HTTPError) -> [UInt8] {
        var bytes: [UInt8] = []
        if call.includesUsage {
            let chunk = envelope(format.chunkObject, [], usage: .object(usage.json))
            try SSEEncoder.append(SSEEvent(data: chunk.utf8), to: &bytes)
        }
        try SSEEncoder.append(SSEEvent(data: Array("[DONE]".utf8)), to: &bytes)
        return bytes
    }

    private func reported(_ tokens: [ScoredToken]) -> [ScoredToken]? {
        call.options.topLogProbabilities == nil ? nil : tokens
    }

    private func events(_ choices: [JSON]) throws(HTTPError) -> [UInt8] {
        var bytes: [UInt8] = []
        for choice in choices {
            let chunk = envelope(format.chunkObject, [choice], usage: call.includesUsage ? .null : nil)
            try SSEEncoder.append(SSEEvent(data: chunk.utf8), to: &bytes)
        }
        return bytes
    }

    private func envelope(_ object: String, _ choices: [JSON], usage: JSON?) -> JSON {
        var members = JSON.Object([
            JSON.Member("id", .string(id)), JSON.Member("object", .string(object)),
            JSON.Member("created", .number(created)), JSON.Member("model", .string(Self.modelName)),
            JSON.Member("choices", .array(choices)),
        ])
        members["usage"] = usage
        return .object(members)
    }
}
