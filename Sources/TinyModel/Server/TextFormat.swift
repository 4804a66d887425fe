import JSON

/// The shape of the legacy `/v1/completions`.
struct TextFormat: ReplyFormat {
    let names: TokenNames

    let object = "text_completion"
    let chunkObject = "text_completion"
    let idPrefix = "cmpl-"

    func opening(choice _: Int) -> JSON? { nil }

    func piece(choice: Int, text: String, tokens: [ScoredToken]?, offset: Int) -> JSON {
        json(choice, text, logProbabilities(tokens, offset: offset), reason: nil)
    }

    func closing(choice: Int, endToken: ScoredToken?, offset: Int, reason: FinishReason) -> JSON {
        json(choice, "", logProbabilities(endToken.map { [$0] }, offset: offset), reason: reason)
    }

    func whole(choice: Int, text: String, tokens: [ScoredToken]?, reason: FinishReason) -> JSON {
        json(choice, text, logProbabilities(tokens, offset: 0), reason: reason)
    }

    private func json(_ choice: Int, _ text: String, _ logProbabilities: JSON, reason: FinishReason?) -> JSON {
        [
            "index": .number(choice), "text": .string(text), "logprobs": logProbabilities,
            "finish_reason": reason.map { .string($0.rawValue) } ?? .null,
        ]
    }

    private func logProbabilities(_ tokens: [ScoredToken]?, offset: Int) -> JSON {
        guard let tokens else { return .null }
        var offsets: [JSON] = []
        var offset = offset
        for token in tokens {
            offsets.append(.number(offset))
            offset += names.lengths[token.chosen.token]
        }
        return [
            "tokens": .array(tokens.map { .string(names.written[$0.chosen.token]) }),
            "token_logprobs": .array(tokens.map { .number($0.chosen.logProbability) }),
            "top_logprobs": .array(tokens.map(alternatives)),
            "text_offset": .array(offsets),
        ]
    }

    private func alternatives(_ token: ScoredToken) -> JSON {
        .object(
            JSON.Object(
                token.alternatives.map { JSON.Member(names.written[$0.token], .number($0.logProbability)) }))
    }
}
