import JSON
import OpenAI
import Refinement

/// A refinement as a completion of a chat or of a text, with the evidence in the member `hone`.
struct CompletionRendering {
    let form: CompletionForm
    let record: RunRecord
    let request: RefinementRequest

    /// The completion.
    ///
    /// - Throws: why there is none.
    func json() throws -> JSON {
        let answer = try answer()
        var object = JSON.Object([
            JSON.Member("id", .string(form.completionID(record.id))), JSON.Member("object", form.object),
            JSON.Member("created", .number(record.created)),
            JSON.Member("model", .string(answer.completion.model ?? record.model)),
        ])
        object["choices"] = .array(
            choices(of: answer).enumerated().map { form.choice($1, at: $0, isWithheld: answer.isAbstention) })
        object["usage"] = .object(record.usage.json)
        object["service_tier"] = answer.completion.serviceTier.map(JSON.string)
        object["system_fingerprint"] = answer.completion.systemFingerprint.map(JSON.string)
        object["hone"] = .object(record.json(request.included, hasOutput: false))
        return .object(object)
    }

    /// The chunks that tell the answers one after another; the last one has the evidence.
    ///
    /// - Throws: why there is no answer.
    func chunks(in envelope: ChunkEnvelope, after told: ToldText = ToldText()) throws -> [JSON] {
        let answer = try answer()
        let envelope = envelope.telling(answer.completion)
        var chunks: [JSON.Object] = []
        for (index, completion) in choices(of: answer).enumerated() {
            if index > 0, form == .chat { chunks.append(envelope.chunk(form.beginning, of: index)) }
            let told = index == 0 ? told : ToldText()
            chunks += form.pieces(of: completion, after: told, isWithheld: answer.isAbstention)
                .map { envelope.chunk($0, of: index) }
            // Log-probabilities go with the text they belong to, all of it before the end.
            if !answer.isAbstention, let logprobs = completion.logprobs {
                chunks.append(envelope.chunk(form.nothing, of: index, logprobs: logprobs))
            }
            let reason = completion.finishReason ?? "stop"
            chunks.append(envelope.chunk(form.nothing, of: index, finishReason: reason))
        }
        chunks[chunks.count - 1]["hone"] = .object(record.json(request.included, hasOutput: false))
        return chunks.map { .object($0) }
    }

    private func choices(of answer: RefinedAnswer) -> [Completion] {
        answer.isAbstention ? [answer.completion] : answer.best(request.choices)
    }

    /// A completion has one question.
    private func answer() throws -> RefinedAnswer {
        guard case .answer(let answer) = try record.answers() else { throw ServiceError.unexpected }
        return answer
    }
}
