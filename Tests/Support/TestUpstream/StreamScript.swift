import HTTP
import JSON

/// The wire form of a reply: a chunk for the role of each choice, one for each word, one for each end, the usage.
struct StreamScript {
    let texts: [String]
    let finish: String
    let prompt: Int

    /// The events of a stream, `[DONE]` included.
    var events: [[UInt8]] {
        var events: [[UInt8]] = []
        func add(_ choices: JSON, _ usage: JSON? = nil) {
            var chunk = envelope("chat.completion.chunk")
            chunk["choices"] = choices
            if let usage { chunk["usage"] = usage }
            events.append(Array("data: ".utf8) + JSON.object(chunk).utf8 + Array("\n\n".utf8))
        }
        for index in texts.indices { add([["index": .number(index), "delta": ["role": "assistant", "content": ""]]]) }
        for (index, text) in texts.enumerated() {
            for word in words(of: text) { add([["index": .number(index), "delta": ["content": .string(word)]]]) }
        }
        for index in texts.indices {
            add([["index": .number(index), "delta": [:], "finish_reason": .string(finish)]])
        }
        add([], usage)
        events.append(Array("data: [DONE]\n\n".utf8))
        return events
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
