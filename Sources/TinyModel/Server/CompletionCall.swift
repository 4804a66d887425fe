import JSON
import OpenAI

/// A request of either completions endpoint, read and checked.
struct CompletionCall: Sendable {
    let prompt: [Int]
    let options: GenerationOptions
    /// Whether the answer is to be streamed.
    let streams: Bool
    /// Whether a stream is to end with the usage.
    let includesUsage: Bool

    /// Members that both endpoints read; of those only one may stand in a body.
    private static let knownMembers = [
        "model", "messages", "prompt", "stream", "stream_options", "n", "seed", "temperature", "top_p", "max_tokens",
        "max_completion_tokens", "stop", "logprobs", "top_logprobs",
    ]

    /// Reads the body of `/v1/chat/completions`.
    init(chat body: [UInt8], model: LlamaModel, limits: ServiceLimits) throws(TinyModelError) {
        self = try Self.reading(body) { (members) throws(RequestError) in
            guard let messages = try members.array("messages") else { throw .missing(member: "messages") }
            var options = try GenerationOptions(members, limits: limits)
            options.topLogProbabilities = try Self.chatLogProbabilities(members, vocabulary: model.tokenizer.count)
            let prompt = model.template.prompt(for: try ChatMessage.list(ChatRequest.messages(messages)))
            return try CompletionCall(members, prompt: prompt, options: options)
        }
    }

    /// Reads the body of `/v1/completions`, where the prompt carries its own markers.
    init(text body: [UInt8], model: LlamaModel, limits: ServiceLimits) throws(TinyModelError) {
        self = try Self.reading(body) { (members) throws(RequestError) in
            guard let prompt = try members.string("prompt") else { throw .missing(member: "prompt") }
            var options = try GenerationOptions(members, limits: limits)
            options.topLogProbabilities = try members.integer("logprobs", in: 0...model.tokenizer.count)
            return try CompletionCall(
                members, prompt: model.tokenizer.encode(prompt, markers: true), options: options)
        }
    }

    private init(_ members: MemberReader, prompt: [Int], options: GenerationOptions) throws(RequestError) {
        self.prompt = prompt
        self.options = options
        streams = try members.bool("stream") ?? false
        includesUsage = try members.members(of: "stream_options")?.bool("include_usage") ?? false
    }

    private static func reading(
        _ body: [UInt8], _ read: (MemberReader) throws(RequestError) -> CompletionCall
    ) throws(TinyModelError) -> CompletionCall {
        let name: String?
        let call: CompletionCall
        do throws(RequestError) {
            let outline = try outline(body)
            if let name = outline.duplicate(among: knownMembers) { throw .duplicate(member: name) }
            let members = MemberReader(outline)
            name = try members.string("model")
            call = try read(members)
        } catch {
            throw .invalidRequest(error)
        }
        if let name, name != ReplyWriter.modelName { throw .unknownModel(name) }
        return call
    }

    private static func outline(_ body: [UInt8]) throws(RequestError) -> JSONOutline {
        do throws(JSONError) { return try JSONOutline(body) } catch { throw .invalidJSON(error) }
    }

    /// `logprobs` is a switch here and `top_logprobs` says how many; without the latter only the token itself.
    private static func chatLogProbabilities(
        _ members: MemberReader, vocabulary: Int
    ) throws(RequestError) -> Int? {
        let count = try members.integer("top_logprobs", in: 0...vocabulary)
        if try members.bool("logprobs") ?? false { return count ?? 0 }
        guard count == nil else { throw .notHonoured(member: "top_logprobs", reason: "'logprobs' is not true") }
        return nil
    }
}
