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

    /// What there is to refine.
    enum Work {
        /// One question.
        case question(Question, any Method)
        /// Several questions in one run.
        case batch([Question], any BatchMethod)

        /// What is asked.
        var conversations: [Conversation] {
            switch self {
            case .question(let question, _): [question.conversation]
            case .batch(let questions, _): questions.map(\.conversation)
            }
        }

        /// How to sample, which is the same for all that is asked.
        var sampling: SamplingOptions {
            switch self {
            case .question(let question, _): question.sampling
            case .batch(let questions, _): questions.first?.sampling ?? SamplingOptions()
            }
        }
    }

    let work: Work
    let methodName: String
    let model: String?
    var budget: Budget
    /// Where the budget stands in the request.
    let budgetPath: String
    var roles: [Role: String]
    let policy: ConfidencePolicy?
    let included: Set<Inclusion>
    let streams: Bool
    /// How many answers are wanted, the best ones.
    let choices: Int

    /// The members that say how to refine, in the native body and in the member `hone`.
    static let settings = [
        "parameters", "answer", "budget", "roles", "min_confidence", "on_low_confidence", "include",
    ]
}

extension RefinementRequest {
    private static let members = ["model", "prompt", "messages", "prompts", "sampling", "stream"]

    /// Reads the body of `POST /v1/refine/{method}`.
    ///
    /// - Throws: `RequestError` naming the member.
    init(
        native body: JSON.Object, method type: any Method.Type,
        _ configuration: ServiceConfiguration = ServiceConfiguration()
    ) throws(RequestError) {
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
        let batch = try Self.batch(reader, type)
        let conversations: [Conversation] = if let batch { batch } else { [try Self.conversation(reader)] }
        let model = try reader.string("model")
        try self.init(
            settings: MethodSettings(
                reader, type: type, isBatch: batch != nil, roles: configuration.defaults(for: model)?.roles ?? [:]),
            model: model,
            conversations: conversations,
            isBatch: batch != nil,
            sampling: SamplingOptions(sampling.members.map { ($0.name, $0.value.utf8) }),
            streams: reader.bool("stream") ?? false)
    }

    /// Takes the method's settings and the chat request they came with.
    ///
    /// - Throws: `RequestError` naming the member.
    init(chat: ChatRequest, settings: MethodSettings, model: String?) throws(RequestError) {
        try Self.check(choices: chat.choices, of: settings.method)
        self.init(
            settings: settings,
            model: model,
            conversations: [
                Conversation(
                    chat.messages.map(Message.init), writtenAs: Array(chat.outline.slice("messages") ?? []))
            ],
            sampling: SamplingOptions(chat.samplingMembers),
            streams: chat.streams,
            choices: chat.choices)
    }

    /// Takes the method's settings and the text completion they came with.
    ///
    /// - Throws: `RequestError` naming the member.
    init(text: TextCompletionRequest, settings: MethodSettings, model: String?) throws(RequestError) {
        try Self.check(choices: text.choices, of: settings.method)
        self.init(
            settings: settings,
            model: model,
            conversations: [Conversation(text: text.prompt, writtenAs: text.promptBytes)],
            sampling: SamplingOptions(text.samplingMembers),
            streams: text.streams,
            choices: text.choices)
    }

    /// Refuses to return more answers than the method will have.
    private static func check(choices: Int, of method: any Method) throws(RequestError) {
        guard choices > 1 else { return }
        let name = type(of: method).description.name
        guard let method = method as? any SamplingMethod else {
            throw .notHonoured(member: "n", reason: "\(name) returns one answer")
        }
        guard choices <= method.mostSamples else {
            throw .outOfRange(
                member: "n", allowed: "at most \(method.mostSamples), the samples that \(name) is to draw",
                found: "\(choices)")
        }
    }

    private init(
        settings: MethodSettings, model: String?, conversations: [Conversation], isBatch: Bool = false,
        sampling: SamplingOptions, streams: Bool, choices: Int = 1
    ) {
        let responseFormat = sampling["response_format"]?["type"]?.string
        methodName = type(of: settings.method).description.name
        self.model = model
        let questions = conversations.map { conversation in
            Question(
                conversation: conversation,
                sampling: sampling,
                extractor: AnswerExtractor(
                    format: settings.answer, prompt: conversation.question,
                    isJSONRequested: responseFormat == "json_object" || responseFormat == "json_schema"))
        }
        work =
            if isBatch, let method = settings.method as? any BatchMethod {
                .batch(questions, method)
            } else {
                .question(questions[0], settings.method)
            }
        budget = settings.budget
        budgetPath = settings.budgetPath
        roles = settings.roles
        policy = settings.policy
        included = settings.included
        self.streams = streams
        self.choices = choices
    }

    private static func conversation(_ reader: MemberReader) throws(RequestError) -> Conversation {
        let prompt = try reader.string("prompt")
        let messages = try reader.array("messages")
        switch (prompt, messages) {
        case (let prompt?, nil):
            return Conversation([Message(role: "user", text: try asked(prompt, path: "prompt"))])
        case (nil, let messages?): return Conversation(try ChatRequest.messages(messages).map(Message.init))
        case (nil, nil): throw .missing(member: "prompt")
        case (_?, _?): throw .notHonoured(member: "prompt", reason: "'messages' is there as well; send one of them")
        }
    }

    /// The conversations of a batch, if the body has one.
    private static func batch(
        _ reader: MemberReader, _ type: any Method.Type
    ) throws(RequestError) -> [Conversation]? {
        guard let prompts = try reader.array("prompts") else { return nil }
        for other in ["prompt", "messages"] where try reader.value(other) != nil {
            throw .notHonoured(member: other, reason: "'prompts' is there as well; send one of them")
        }
        guard type is any BatchMethod.Type else {
            throw .notHonoured(member: "prompts", reason: "\(type.description.name) refines one question at a time")
        }
        guard (1...ServiceLimits.maxPrompts).contains(prompts.count) else {
            throw .outOfRange(
                member: "prompts", allowed: "an array of 1 to \(ServiceLimits.maxPrompts) questions",
                found: "one of \(prompts.count)")
        }
        var conversations: [Conversation] = []
        for (place, prompt) in prompts.enumerated() {
            conversations.append(try conversation(prompt, path: "prompts[\(place)]"))
        }
        return conversations
    }

    /// One question of a batch: a text, or an array of messages.
    private static func conversation(_ prompt: JSON, path: String) throws(RequestError) -> Conversation {
        switch prompt {
        case .string(let text): return Conversation([Message(role: "user", text: try asked(text, path: path))])
        case .array(let messages):
            return Conversation(try ChatRequest.messages(messages, path: path).map(Message.init))
        default:
            throw .wrongType(member: path, expected: "a text or an array of messages", found: prompt.kind)
        }
    }

    private static func asked(_ prompt: String, path: String) throws(RequestError) -> String {
        guard prompt.contains(where: { !$0.isWhitespace }) else {
            throw .outOfRange(member: path, allowed: "a text", found: "an empty one")
        }
        return prompt
    }
}
