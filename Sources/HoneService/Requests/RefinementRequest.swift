import JSON
import OpenAI
import Refinement

/// What a client asks of a method, read at the edge from whichever route it came by.
struct RefinementRequest {
    /// What to send back beside the answer.
    enum Inclusion: String, CaseIterable {
        /// The samples, text and all.
        case samples
        /// What happened, with times.
        case trace
    }

    let method: any Method
    let methodName: String
    let model: String?
    let question: Question
    let budget: Budget
    let roles: [Role: String]
    let policy: ConfidencePolicy?
    let included: Set<Inclusion>
    let streams: Bool

    /// The members that say how to refine, in the native body and in the member `hone`.
    static let settings = [
        "parameters", "answer", "budget", "roles", "min_confidence", "on_low_confidence", "include",
    ]
}

extension RefinementRequest {
    private static let members = ["model", "prompt", "messages", "sampling", "stream"]

    /// Reads the body of `POST /v1/refine/{method}`.
    ///
    /// - Throws: `RequestError` naming the member.
    init(native body: JSON.Object, method type: any Method.Type) throws(RequestError) {
        let reader = try MemberReader(body, known: Self.members + Self.settings)
        let sampling = try reader.object("sampling") ?? JSON.Object()
        let samplingReader = MemberReader(sampling, path: "sampling")
        if let name = sampling.duplicateName { throw .duplicate(member: "sampling.\(name)") }
        if let member = sampling.members.first(where: {
            ["model", "messages", "stream", "stream_options", "n", "hone"].contains($0.name)
        }) {
            throw .notHonoured(member: "sampling.\(member.name)", reason: "it does not say how to sample")
        }
        try SamplingMembers.check(samplingReader)
        try self.init(
            settings: MethodSettings(reader, type: type),
            model: reader.string("model"),
            conversation: Self.conversation(reader),
            sampling: SamplingOptions(sampling.members.map { ($0.name, $0.value.utf8) }),
            streams: reader.bool("stream") ?? false)
    }

    /// Takes the method's settings and the chat request they came with.
    ///
    /// - Throws: `RequestError` naming the member.
    init(chat: ChatRequest, settings: MethodSettings, model: String?) throws(RequestError) {
        guard chat.choices == 1 else {
            throw .notHonoured(member: "n", reason: "a method returns one answer")
        }
        try self.init(
            settings: settings,
            model: model,
            conversation: Conversation(
                chat.messages.map(Message.init), writtenAs: Array(chat.outline.slice("messages") ?? [])),
            sampling: SamplingOptions(chat.samplingMembers),
            streams: chat.streams)
    }

    private init(
        settings: MethodSettings, model: String?, conversation: Conversation, sampling: SamplingOptions, streams: Bool
    ) throws(RequestError) {
        let responseFormat = sampling["response_format"]?["type"]?.string
        methodName = type(of: settings.method).description.name
        method = settings.method
        self.model = model
        question = Question(
            conversation: conversation,
            sampling: sampling,
            extractor: AnswerExtractor(
                format: settings.answer, prompt: conversation.question,
                isJSONRequested: responseFormat == "json_object" || responseFormat == "json_schema"))
        budget = settings.budget
        roles = settings.roles
        policy = settings.policy
        included = settings.included
        self.streams = streams
    }

    private static func conversation(_ reader: MemberReader) throws(RequestError) -> Conversation {
        let prompt = try reader.string("prompt")
        let messages = try reader.array("messages")
        switch (prompt, messages) {
        case (let prompt?, nil):
            guard prompt.contains(where: { !$0.isWhitespace }) else {
                throw .outOfRange(member: "prompt", allowed: "a text", found: "an empty one")
            }
            return Conversation([Message(role: "user", text: prompt)])
        case (nil, let messages?): return Conversation(try ChatRequest.messages(messages).map(Message.init))
        case (nil, nil): throw .missing(member: "prompt")
        case (_?, _?): throw .notHonoured(member: "prompt", reason: "'messages' is there as well; send one of them")
        }
    }
}
