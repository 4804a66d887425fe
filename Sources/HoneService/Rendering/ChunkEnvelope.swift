import JSON
import Refinement

/// What every chunk of one stream says of itself.
struct ChunkEnvelope {
    let id: String
    let created: Int
    let model: String

    /// A chunk of the one choice.
    func chunk(delta: JSON, finishReason: String? = nil, logprobs: JSON? = nil) -> JSON.Object {
        chunk(choices: [
            [
                "index": 0, "delta": delta, "logprobs": logprobs ?? .null,
                "finish_reason": finishReason.map(JSON.string) ?? .null,
            ]
        ])
    }

    /// The last chunk of a client that asked for the usage.
    func usage(_ usage: TokenUsage) -> JSON {
        var chunk = chunk(choices: [])
        chunk["usage"] = .object(usage.json)
        return .object(chunk)
    }

    private func chunk(choices: JSON) -> JSON.Object {
        JSON.Object([
            JSON.Member("id", .string(id)), JSON.Member("object", "chat.completion.chunk"),
            JSON.Member("created", .number(created)), JSON.Member("model", .string(model)),
            JSON.Member("choices", choices),
        ])
    }
}
