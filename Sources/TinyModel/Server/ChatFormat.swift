import JSON

/// The shape of `/v1/chat/completions`.
struct ChatFormat: ReplyFormat {
    let names: TokenNames

    let object = "chat.completion"
    let chunkObject = "chat.completion.chunk"
    let idPrefix = "chatcmpl-"

    func opening(choice: Int) -> JSON? {
        chunk(choice, ["role": "assistant", "content": ""], tokens: nil, reason: nil)
    }

    func piece(choice: Int, text: String, tokens: [ScoredToken]?, offset _: Int) -> JSON {
        chunk(choice, ["content": .string(text)], tokens: tokens, reason: nil)
    }

    func closing(choice: Int, endToken: ScoredToken?, offset _: Int, reason: FinishReason) -> JSON {
        chunk(choice, [:], tokens: endToken.map { [$0] }, reason: reason)
    }

    func whole(choice: Int, text: String, tokens: [ScoredToken]?, reason: FinishReason) -> JSON {
        [
            "index": .number(choice),
            "message": ["role": "assistant", "content": .string(text)],
            "logprobs": logProbabilities(tokens),
            "finish_reason": .string(reason.rawValue),
        ]
    }

    private func chunk(_ choice: Int, _ delta: JSON, tokens: [ScoredToken]?, reason: FinishReason?) -> JSON {
        [
            "index": .number(choice), "delta": delta, "logprobs": logProbabilities(tokens),
            "finish_reason": reason.map { .string($0.rawValue) } ?? .null,
        ]
    }

    private func logProbabilities(_ tokens: [ScoredToken]?) -> JSON {
        guard let tokens else { return .null }
        let content = tokens.map { token -> JSON in
            let alternatives = JSON.array(token.alternatives.map { .object(JSON.Object(entry($0))) })
            return .object(JSON.Object(entry(token.chosen) + [JSON.Member("top_logprobs", alternatives)]))
        }
        return ["content": .array(content)]
    }

    private func entry(_ score: TokenScore) -> [JSON.Member] {
        names.members[score.token] + [JSON.Member("logprob", .number(score.logProbability))]
    }
}
