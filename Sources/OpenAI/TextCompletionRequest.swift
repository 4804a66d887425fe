public import JSON

/// A text-completion request as the client wrote it, read at the edge: what Hone must know is typed, the rest is kept as
/// bytes.
public struct TextCompletionRequest: Sendable {
    /// The model asked for, prefix and all.
    public let model: String?
    /// The text to go on with.
    public let prompt: String
    /// The text as it was written.
    public let promptBytes: [UInt8]
    /// Whether the answer is to be streamed.
    public let streams: Bool
    /// Whether a stream is to end with the usage.
    public let includesUsage: Bool
    /// How many choices are asked for.
    public let choices: Int
    /// The members that say how to sample, in the client's order and spelling, to be passed on to every sample; those
    /// about log-probabilities in the form that chats have.
    public let samplingMembers: [(name: String, value: [UInt8])]

    /// The members that Hone reads, of which none may stand twice.
    public static let readMembers = [
        "model", "prompt", "stream", "stream_options", "n", "best_of", "echo", "seed", "temperature", "top_p",
        "max_tokens", "stop", "logprobs", "frequency_penalty", "presence_penalty", "hone",
    ]

    /// The members that say how the answer is delivered, not how it is sampled, or that say nothing as they stand.
    private static let deliveryMembers: Set<String> = [
        "model", "prompt", "stream", "stream_options", "n", "hone", "best_of", "echo",
    ]

    /// Reads and checks a body.
    ///
    /// - Throws: `RequestError` naming the member.
    public init(_ outline: JSONOutline) throws(RequestError) {
        if let name = outline.duplicate(among: Self.readMembers) { throw .duplicate(member: name) }
        let body = MemberReader(outline)
        model = try body.string("model")
        streams = try body.bool("stream") ?? false
        includesUsage = try body.members(of: "stream_options")?.bool("include_usage") ?? false
        choices = try body.integer("n", in: 1...128) ?? 1
        (prompt, promptBytes) = try Self.prompt(body, outline)
        let top = try body.integer("logprobs", in: 0...Int.max)
        var members: [(name: String, value: [UInt8])] = []
        for member in outline.members where !Self.deliveryMembers.contains(member.name) {
            if member.name != "logprobs" {
                members.append((member.name, Array(outline.bytes[member.value])))
            } else if let top {
                members += [("logprobs", JSON.bool(true).utf8), ("top_logprobs", JSON.number(top).utf8)]
            }
        }
        samplingMembers = members
        try SamplingMembers.check(body, logprobsIsCount: true)
    }

    /// The one text to go on with.
    private static func prompt(
        _ body: MemberReader, _ outline: JSONOutline
    ) throws(RequestError) -> (String, [UInt8]) {
        let expected = "a text, or an array of one: a method refines one answer"
        switch try body.value("prompt") {
        case nil: throw .missing(member: "prompt")
        case .string(let text): return (text, Array(outline.slice("prompt") ?? []))
        case .array(let texts):
            guard texts.count == 1, let text = texts[0].string else {
                let found = texts.contains { $0.string == nil } ? "an array of tokens" : "one of \(texts.count)"
                throw .outOfRange(member: "prompt", allowed: expected, found: found)
            }
            return (text, JSON.string(text).utf8)
        case let other?: throw .wrongType(member: "prompt", expected: expected, found: other.kind)
        }
    }
}
