import JSON
import OpenAI
import Refinement

extension CompletionForm {
    /// What a completion is called.
    var object: JSON { self == .chat ? "chat.completion" : "text_completion" }

    /// What a chunk of one is called.
    var chunkObject: JSON { self == .chat ? "chat.completion.chunk" : "text_completion" }

    /// The completion's own identifier, of the same random part as its run's.
    func completionID(_ runID: String) -> String {
        (self == .chat ? "chatcmpl-" : "cmpl-") + runID.drop { $0 != "_" }.dropFirst()
    }

    /// A completion as a choice of that index; one that is withheld says only that there is no answer.
    func choice(_ completion: Completion, at index: Int, isWithheld: Bool) -> JSON {
        let logprobs = isWithheld ? nil : completion.logprobs
        switch self {
        case .chat:
            let message = isWithheld ? Self.refusal : completion.message
            return ChatChoice(
                index: index, message: message, finishReason: completion.finishReason,
                logprobs: logprobs.map(UnreadJSON.init)
            ).json
        case .text:
            return [
                "text": .string(isWithheld ? "" : completion.text), "index": .number(index),
                "logprobs": logprobs ?? .null, "finish_reason": completion.finishReason.map(JSON.string) ?? .null,
            ]
        }
    }

    /// What a chunk says that begins a choice.
    var beginning: JSON.Member {
        switch self {
        case .chat: JSON.Member("delta", ["role": "assistant", "content": ""])
        case .text: JSON.Member("text", "")
        }
    }

    /// What a chunk says that says nothing of the text.
    var nothing: JSON.Member {
        switch self {
        case .chat: JSON.Member("delta", [:])
        case .text: JSON.Member("text", "")
        }
    }

    /// What a chunk says that brings text.
    func saying(_ text: String) -> JSON.Member {
        switch self {
        case .chat: JSON.Member("delta", ["content": .string(text)])
        case .text: JSON.Member("text", .string(text))
        }
    }

    /// What the chunks say that bring a completion, after the text that has been told: text, reasoning and tool calls.
    func pieces(of completion: Completion, after told: ToldText, isWithheld: Bool) -> [JSON.Member] {
        guard self == .chat else {
            let text = isWithheld ? "" : told.rest(of: completion.text)
            return text.pieces(of: ServiceLimits.deltaCharacters).map(saying)
        }
        var pieces: [JSON.Member] = []
        let message = isWithheld ? Self.refusal : completion.message
        for member in message.members where member.name != "role" && !member.value.isNull {
            switch (member.name, member.value) {
            case ("tool_calls", .array(let calls)):
                let indexed = JSON.array(calls.enumerated().map(Self.indexed))
                pieces.append(JSON.Member("delta", ["tool_calls": indexed]))
            case ("content", .string(let text)):
                pieces += told.rest(of: text).pieces(of: ServiceLimits.deltaCharacters).map(saying)
            case (let name, .string(let text)):
                pieces += text.pieces(of: ServiceLimits.deltaCharacters).map {
                    JSON.Member("delta", [name: .string($0)])
                }
            case (let name, let value): pieces.append(JSON.Member("delta", [name: value]))
            }
        }
        return pieces
    }

    /// The message of who wants no answer that is so unsure.
    private static let refusal = JSON.Object([
        JSON.Member("role", "assistant"), JSON.Member("content", .null),
        JSON.Member("refusal", "No answer is as sure as the request asks for."),
    ])

    /// A tool call as a delta has it, with its place.
    private static func indexed(_ place: Int, _ call: JSON) -> JSON {
        var members = call.object ?? JSON.Object()
        members["index"] = .number(place)
        return .object(members)
    }
}
