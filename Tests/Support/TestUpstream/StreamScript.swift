import HTTP
import JSON

/// The wire form of a reply: a chunk for the role of each choice, one for each word, one for each end, the usage.
struct StreamScript {
    let texts: [String]
    let finish: String
    let prompt: Int

    /// The events of a stream, `[DONE]` included.
    var events: [[UInt8]] {
        let begins = texts.indices.map { event(of: $0, delta: ["role": "assistant", "content": ""]) }
        let says = texts.enumerated().flatMap { index, text in
            words(of: text).map { event(of: index, delta: ["content": .string($0)]) }
        }
        let ends = texts.indices.map { event(of: $0, delta: [:], finish: finish) }
        return begins + says + ends + [event([], usage), Array("data: [DONE]\n\n".utf8)]
    }

    /// The same with all that a choice says in one event.
    var briefEvents: [[UInt8]] {
        let says = texts.enumerated().map { index, text in
            event(of: index, delta: ["role": "assistant", "content": .string(text)], finish: finish)
        }
        return says + [event([], usage), Array("data: [DONE]\n\n".utf8)]
    }

    private func event(of index: Int, delta: JSON, finish: String? = nil) -> [UInt8] {
        event([["index": .number(index), "delta": delta, "finish_reason": finish.map(JSON.string) ?? .null]])
    }

    private func event(_ choices: JSON, _ usage: JSON? = nil) -> [UInt8] {
        var chunk = envelope("chat.completion.chunk")
        chunk["choices"] = choices
        if let usage { chunk["usage"] = usage }
        return Array("data: ".utf8) + JSON.object(chunk).utf8 + Array("\n\n".utf8)
    }

    /// The same as one plain reply.
    var plainReply: JSON {
        var reply = envelope("chat.completion")
        reply["choices"] = .array(
            texts.enumerated().map { index, text in
                [
                    "index": .number(index), "message": ["role": "assistant", "content": .string(text)],
                    "finish_reason": .string(finish),
                ]
            })
        reply["usage"] = usage
        return .object(reply)
    }

    private var usage: JSON {
        let completion = texts.reduce(0) { $0 + words(of: $1).count }
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

    private func words(of text: String) -> [String] {
        var words = text.split(separator: " ", omittingEmptySubsequences: false).map { String($0) + " " }
        if let last = words.popLast() { words.append(String(last.dropLast())) }
        return words.filter { !$0.isEmpty }
    }
}
