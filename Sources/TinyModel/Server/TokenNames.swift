import JSON

/// How tokens appear in log-probabilities, made once for the whole vocabulary.
struct TokenNames: Sendable {
    /// For the chat shape: `id`, the text that the token adds to an answer, and its bytes.
    let members: [[JSON.Member]]
    /// For the legacy shape, whose `top_logprobs` are keyed by text: markers are written out, so that no two are equal.
    let written: [String]
    /// Characters that each token adds to an answer.
    let lengths: [Int]

    init(_ tokenizer: Tokenizer) {
        let texts = (0..<tokenizer.count).map { String(decoding: tokenizer.bytes(of: $0), as: UTF8.self) }
        members = (0..<tokenizer.count).map { token in
            [
                JSON.Member("id", .number(token)),
                JSON.Member("token", .string(texts[token])),
                JSON.Member("bytes", .array(tokenizer.bytes(of: token).map { .number(Int($0)) })),
            ]
        }
        written = (0..<tokenizer.count).map { tokenizer.literal(of: $0) }
        lengths = texts.map(\.unicodeScalars.count)
    }
}
