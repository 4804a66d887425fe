import JSON
import OpenAI
import Refinement

/// A refinement as a chat completion, with the evidence in the member `hone`.
struct ChatCompletionRendering {
    let record: RunRecord
    let included: Set<RefinementRequest.Inclusion>

    /// The completion.
    ///
    /// - Throws: why there is none.
    func json() throws -> JSON {
        let answer = try answer()
        let choice = ChatChoice(
            index: 0, message: Self.message(of: answer), finishReason: answer.completion.finishReason,
            logprobs: answer.isAbstention ? nil : answer.completion.logprobs)
        return [
            "id": .string(Self.completionID(record.id)), "object": "chat.completion",
            "created": .number(record.created), "model": .string(record.model), "choices": [choice.json],
            "usage": .object(record.usage.json), "hone": .object(record.json(included, hasOutput: false)),
        ]
    }

    /// A chat has one question.
    private func answer() throws -> RefinedAnswer {
        guard case .answer(let answer) = try record.answers() else { throw ServiceError.unexpected }
        return answer
    }

    /// The chunks that tell the answer: text, reasoning and tool calls, then the end with the evidence.
    ///
    /// - Throws: why there is no answer.
    func chunks(in envelope: ChunkEnvelope, after told: ToldText = ToldText()) throws -> [JSON] {
        let answer = try answer()
        var deltas: [JSON] = []
        for member in Self.message(of: answer).members where member.name != "role" && !member.value.isNull {
            switch (member.name, member.value) {
            case ("tool_calls", .array(let calls)):
                deltas.append(["tool_calls": .array(calls.enumerated().map(Self.indexed))])
            case ("content", .string(let text)):
                deltas += told.rest(of: text).pieces(of: ServiceLimits.deltaCharacters).map { ["content": .string($0)] }
            case (let name, .string(let text)):
                deltas += text.pieces(of: ServiceLimits.deltaCharacters).map { [name: .string($0)] }
            case (let name, let value): deltas.append([name: value])
            }
        }
        var end = envelope.chunk(delta: [:], finishReason: answer.completion.finishReason ?? "stop")
        end["hone"] = .object(record.json(included, hasOutput: false))
        var chunks = deltas.map { JSON.object(envelope.chunk(delta: $0)) }
        // Log-probabilities go with the text they belong to, all of it before the end.
        if !answer.isAbstention, let logprobs = answer.completion.logprobs {
            chunks.append(.object(envelope.chunk(delta: [:], logprobs: logprobs)))
        }
        return chunks + [.object(end)]
    }

    /// The message that the client gets: the answer's own, or the refusal that says that there is none.
    private static func message(of answer: RefinedAnswer) -> JSON.Object {
        guard answer.isAbstention else { return answer.completion.message }
        return JSON.Object([
            JSON.Member("role", "assistant"), JSON.Member("content", .null),
            JSON.Member("refusal", "No answer is as sure as the request asks for."),
        ])
    }

    /// A tool call as a delta has it, with its place.
    private static func indexed(_ place: Int, _ call: JSON) -> JSON {
        var members = call.object ?? JSON.Object()
        members["index"] = .number(place)
        return .object(members)
    }

    /// The completion's own identifier, of the same random part as its run's.
    static func completionID(_ runID: String) -> String { "chatcmpl-" + runID.drop { $0 != "_" }.dropFirst() }
}
