import HTTP
import JSON

/// The wire form of a reply: a chunk for the role of each choice, one for each piece, one for each end, the usage.
struct StreamScript {
    /// What one chunk says.
    struct Piece {
        let text: String
        let tokens: Int
        var logprobs: JSON?
    }

    /// The pieces of each choice.
    let choices: [[Piece]]
    let finish: String
    let prompt: Int
    /// Whether it is a text that is completed, and not a chat.
    var isText = false

    /// A reply of these choices.
    init(_ choices: [[Piece]], finish: String = "stop", prompt: Int) {
        self.choices = choices
        self.finish = finish
        self.prompt = prompt
    }

    /// A reply of these texts, a word a chunk and a token a word.
    init(texts: [String], finish: String = "stop", prompt: Int) {
        self.init(texts.map(Self.words), finish: finish, prompt: prompt)
    }

    /// The events of a stream, `[DONE]` included.
    var events: [[UInt8]] {
        let begins = isText ? [] : choices.indices.map { event(of: $0, delta: ["role": "assistant", "content": ""]) }
        let says = choices.enumerated().flatMap { index, pieces in
            pieces.map { event(of: index, delta: ["content": .string($0.text)], logprobs: $0.logprobs) }
        }
        let ends = choices.indices.map { event(of: $0, delta: [:], finish: finish) }
        return begins + says + ends + [event([], usage), Array("data: [DONE]\n\n".utf8)]
    }

    /// The same with all that a choice says in one event.
    var briefEvents: [[UInt8]] {
        let says = choices.enumerated().map { index, pieces in
            event(of: index, delta: ["role": "assistant", "content": .string(text(of: pieces))], finish: finish)
        }
        return says + [event([], usage), Array("data: [DONE]\n\n".utf8)]
    }

    private func event(of index: Int, delta: JSON, logprobs: JSON? = nil, finish: String? = nil) -> [UInt8] {
        let content: JSON.Member = isText ? .init("text", delta["content"] ?? "") : .init("delta", delta)
        return event([
            .object(
                JSON.Object([
                    content, .init("index", .number(index)), .init("logprobs", logprobs ?? .null),
                    .init("finish_reason", finish.map(JSON.string) ?? .null),
                ]))
        ])
    }

    private func event(_ choices: JSON, _ usage: JSON? = nil) -> [UInt8] {
        var chunk = envelope(isText ? "text_completion" : "chat.completion.chunk")
        chunk["choices"] = choices
        if let usage { chunk["usage"] = usage }
        return Array("data: ".utf8) + JSON.object(chunk).utf8 + Array("\n\n".utf8)
    }

    /// The same as one plain reply, for which each choice has one piece at most that carries log-probabilities.
    var plainReply: JSON {
        var reply = envelope(isText ? "text_completion" : "chat.completion")
        reply["choices"] = .array(
            choices.enumerated().map { index, pieces in
                let said = JSON.string(text(of: pieces))
                let content: JSON.Member =
                    isText ? .init("text", said) : .init("message", ["role": "assistant", "content": said])
                return .object(
                    JSON.Object([
                        content, .init("index", .number(index)),
                        .init("logprobs", pieces.first?.logprobs ?? .null), .init("finish_reason", .string(finish)),
                    ]))
            })
        reply["usage"] = usage
        return .object(reply)
    }

    private func text(of pieces: [Piece]) -> String { pieces.map(\.text).joined() }

    private var usage: JSON {
        let completion = choices.joined().reduce(0) { $0 + $1.tokens }
        return [
            "prompt_tokens": .number(prompt), "completion_tokens": .number(completion),
            "total_tokens": .number(prompt + completion),
        ]
    }

    private func envelope(_ object: JSON) -> JSON.Object {
        JSON.Object([
            JSON.Member("id", "chatcmpl-test"), JSON.Member("object", object), JSON.Member("created", 1),
            JSON.Member("model", "m"),
        ])
    }

    private static func words(of text: String) -> [Piece] {
        var words = text.split(separator: " ", omittingEmptySubsequences: false).map { String($0) + " " }
        if let last = words.popLast() { words.append(String(last.dropLast())) }
        return words.filter { !$0.isEmpty }.map { Piece(text: $0, tokens: 1) }
    }
}
