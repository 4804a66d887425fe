import JSON
import OpenAI
import Refinement

/// The recorded samples that answer one chat completion, as a server would have sent them.
struct ReplayReply {
    let question: String
    let samples: [Completion]

    private static let model = "replay"
    /// Bytes of text to a token: recordings keep texts, not tokens.
    private static let bytesPerToken = 4

    /// The model's entry in the list of models.
    static let modelEntry: JSON = ["id": .string(model), "object": "model", "created": 0, "owned_by": "hone"]

    /// The reply as one object.
    var whole: JSON {
        var reply = Self.envelope("chat.completion")
        reply["choices"] = .array(
            samples.enumerated().map { index, sample in
                ChatChoice(index: index, message: sample.message, finishReason: sample.finishReason).json
            })
        reply["usage"] = .object(usage)
        return .object(reply)
    }

    /// The reply as chunks of a stream, each sample in one.
    func chunks(hasUsage: Bool) -> [JSON] {
        var chunks: [JSON] = samples.enumerated().map { index, sample in
            var chunk = Self.envelope("chat.completion.chunk")
            chunk["choices"] = [
                [
                    "index": .number(index), "delta": .object(sample.message), "logprobs": .null,
                    "finish_reason": sample.finishReason.map(JSON.string) ?? .null,
                ]
            ]
            return .object(chunk)
        }
        if hasUsage {
            var chunk = Self.envelope("chat.completion.chunk")
            chunk["choices"] = []
            chunk["usage"] = .object(usage)
            chunks.append(.object(chunk))
        }
        return chunks
    }

    private var usage: JSON.Object {
        Usage(
            promptTokens: Self.tokens(of: question), completionTokens: samples.reduce(0) { $0 + Self.tokens(of: $1.text) }
        ).json
    }

    private static func tokens(of text: String) -> Int { (text.utf8.count + bytesPerToken - 1) / bytesPerToken }

    private static func envelope(_ object: JSON) -> JSON.Object {
        JSON.Object([
            JSON.Member("id", "chatcmpl-replay"), JSON.Member("object", object), JSON.Member("created", 0),
            JSON.Member("model", .string(model)),
        ])
    }
}
