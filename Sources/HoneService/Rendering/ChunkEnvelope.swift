import JSON
import Refinement

/// What every chunk of one stream says of itself.
struct ChunkEnvelope {
    let form: CompletionForm
    let id: String
    let created: Int
    private(set) var model: String
    private var systemFingerprint: String?
    private var serviceTier: String?

    /// The envelope of a stream whose answer is not known yet.
    init(form: CompletionForm, id: String, created: Int, model: String) {
        self.form = form
        self.id = id
        self.created = created
        self.model = model
    }

    /// The same one, which says what the server said of this completion.
    func telling(_ completion: Completion) -> ChunkEnvelope {
        var envelope = self
        envelope.model = completion.model ?? model
        envelope.systemFingerprint = completion.systemFingerprint
        envelope.serviceTier = completion.serviceTier
        return envelope
    }

    /// A chunk of one choice.
    func chunk(
        _ content: JSON.Member, of index: Int = 0, finishReason: String? = nil, logprobs: JSON? = nil
    ) -> JSON.Object {
        let choice = JSON.Object([
            JSON.Member("index", .number(index)), content, JSON.Member("logprobs", logprobs ?? .null),
            JSON.Member("finish_reason", finishReason.map(JSON.string) ?? .null),
        ])
        return chunk(choices: [.object(choice)])
    }

    /// The last chunk of a client that asked for the usage.
    func usage(_ usage: TokenUsage) -> JSON {
        var chunk = chunk(choices: [])
        chunk["usage"] = .object(usage.json)
        return .object(chunk)
    }

    private func chunk(choices: JSON) -> JSON.Object {
        var chunk = JSON.Object([
            JSON.Member("id", .string(id)), JSON.Member("object", form.chunkObject),
            JSON.Member("created", .number(created)), JSON.Member("model", .string(model)),
        ])
        chunk["service_tier"] = serviceTier.map(JSON.string)
        chunk["system_fingerprint"] = systemFingerprint.map(JSON.string)
        chunk["choices"] = choices
        return chunk
    }
}
