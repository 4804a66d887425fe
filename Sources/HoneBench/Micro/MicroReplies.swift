import JSON

/// Streams of chat completions as model servers send them.
enum MicroReplies {
    /// The bytes a network read brings.
    static let pieceBytes = 16 * 1024

    /// A stream of so many tokens, with as many of the most likely ones listed at each as `top` says; 0 for no lists.
    static func stream(tokens: Int, top: Int) -> [UInt8] {
        var text = MicroText(seed: 7)
        var bytes = event(chunk(["role": "assistant", "content": ""], logprobs: .null))
        for _ in 0..<tokens {
            let word = text.word()
            bytes += event(chunk(["content": .string(word)], logprobs: top == 0 ? .null : logprobs(word, top, &text)))
        }
        bytes += event(chunk([:], logprobs: .null, finish: "stop"))
        let usage: JSON = ["prompt_tokens": 100, "completion_tokens": .number(tokens), "total_tokens": 356]
        bytes += event(["id": "chatcmpl-1", "object": "chat.completion.chunk", "choices": [], "usage": usage])
        return bytes + Array("data: [DONE]\n\n".utf8)
    }

    /// The stream in the pieces in which it arrives.
    static func pieces(_ stream: [UInt8]) -> [[UInt8]] {
        stride(from: 0, to: stream.count, by: pieceBytes).map {
            Array(stream[$0..<min($0 + pieceBytes, stream.count)])
        }
    }

    private static func event(_ chunk: JSON) -> [UInt8] { Array("data: ".utf8) + chunk.utf8 + Array("\n\n".utf8) }

    private static func chunk(_ delta: JSON, logprobs: JSON, finish: String? = nil) -> JSON {
        [
            "id": "chatcmpl-9f3c2a7be4f84d0b8f6f", "object": "chat.completion.chunk", "created": 1_764_000_000,
            "model": "meta-llama/Llama-3.1-8B-Instruct",
            "choices": [
                [
                    "index": 0, "delta": delta, "logprobs": logprobs,
                    "finish_reason": finish.map(JSON.string) ?? .null,
                ]
            ],
        ]
    }

    private static func logprobs(_ word: String, _ top: Int, _ text: inout MicroText) -> JSON {
        let ranked = (0..<top).map { text.logprob(rank: $0) }.sorted(by: >)
        let listed = ranked.enumerated().map { rank, logprob in
            entry(rank == 0 ? word : text.word() + String(rank), logprob)
        }
        var sampled = entry(word, ranked[0]).object ?? JSON.Object()
        sampled["top_logprobs"] = .array(listed)
        return ["content": [.object(sampled)]]
    }

    private static func entry(_ token: String, _ logprob: Double) -> JSON {
        [
            "token": .string(token), "logprob": .number(logprob),
            "bytes": .array(token.utf8.map { .number(Int($0)) }),
        ]
    }
}
