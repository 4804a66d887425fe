public import JSON

/// A chat-completion request as the client wrote it, read at the edge: what Hone must know is typed, the rest is kept
/// as bytes.
public struct ChatRequest: Sendable {
    /// The body, member by member.
    public let outline: JSONOutline
    /// The model asked for, prefix and all.
    public let model: String?
    /// The conversation, each message with every member it came with.
    public let messages: [JSON.Object]
    /// Whether the answer is to be streamed.
    public let streams: Bool
    /// Whether a stream is to end with the usage.
    public let includesUsage: Bool
    /// How many choices are asked for.
    public let choices: Int

    /// The members that Hone reads, of which none may stand twice.
    public static let readMembers = [
        "model", "messages", "stream", "stream_options", "n", "seed", "temperature", "top_p", "max_tokens",
        "max_completion_tokens", "stop", "logprobs", "top_logprobs", "response_format", "tools", "frequency_penalty",
        "presence_penalty", "hone",
    ]

    /// The members that say how the answer is delivered, not how it is sampled.
    private static let deliveryMembers: Set<String> = ["model", "messages", "stream", "stream_options", "n", "hone"]

    /// Reads and checks a body.
    ///
    /// - Throws: `RequestError` naming the member.
    public init(_ outline: JSONOutline) throws(RequestError) {
        if let name = outline.duplicate(among: Self.readMembers) { throw .duplicate(member: name) }
        let body = MemberReader(outline)
        self.outline = outline
        model = try body.string("model")
        streams = try body.bool("stream") ?? false
        includesUsage = try body.members(of: "stream_options")?.bool("include_usage") ?? false
        choices = try body.integer("n", in: 1...128) ?? 1
        guard let array = try body.array("messages") else { throw .missing(member: "messages") }
        messages = try Self.messages(array)
        try SamplingMembers.check(body)
    }

    /// The members that say how to sample, in the client's order and spelling, to be passed on to every sample.
    public var samplingMembers: [(name: String, value: [UInt8])] {
        outline.members.filter { !Self.deliveryMembers.contains($0.name) }
            .map { ($0.name, Array(outline.bytes[$0.value])) }
    }

    /// Checks a `messages` array: objects with a role, their content a string, parts, or nothing.
    ///
    /// - Throws: `RequestError` naming the message.
    public static func messages(_ array: [JSON], path: String = "messages") throws(RequestError) -> [JSON.Object] {
        guard !array.isEmpty else {
            throw .outOfRange(member: path, allowed: "an array of at least one message", found: "an empty one")
        }
        var messages: [JSON.Object] = []
        for (index, element) in array.enumerated() {
            let path = "\(path)[\(index)]"
            guard let message = element.object else {
                throw .wrongType(member: path, expected: "an object", found: element.kind)
            }
            guard try MemberReader(message, path: path).string("role") != nil else {
                throw .missing(member: "\(path).role")
            }
            switch message["content"] {
            case nil, .null, .string, .array: messages.append(message)
            case let content?:
                throw .wrongType(
                    member: "\(path).content", expected: "a string or an array of parts", found: content.kind)
            }
        }
        return messages
    }
}
