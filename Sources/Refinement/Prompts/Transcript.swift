import JSON

/// A conversation as it is shown to a model that is not to go on with it, but to judge what others answered to it.
///
/// All goes into one user message: so the client's system message does not tell the judge what to write, chat templates
/// in which roles must alternate take it, and images and sounds stay what they are.
struct Transcript: Sendable {
    /// What was said; headed by the roles if that is more than one question.
    let text: String
    /// Parts of the user's messages that are not text.
    let attachments: [JSON]

    /// The transcript of a conversation.
    init(_ conversation: Conversation) {
        let messages = conversation.messages
        let isOneQuestion = messages.count == 1 && messages[0].role == "user"
        text = isOneQuestion ? messages[0].text : messages.map(Self.said).joined(separator: "\n\n")
        attachments =
            messages
            .filter { $0.role == "user" }
            .flatMap { $0.json["content"]?.array ?? [] }
            .filter { $0["text"]?.string == nil }
    }

    /// A conversation of one user message that says `text` and has the attachments.
    func prompt(_ text: String) -> Conversation {
        guard !attachments.isEmpty else { return Conversation([Message(role: "user", text: text)]) }
        let parts = attachments + [["type": "text", "text": .string(text)]]
        return Conversation([
            Message(JSON.Object([JSON.Member("role", "user"), JSON.Member("content", .array(parts))]))
        ])
    }

    private static func said(_ message: Message) -> String {
        let calls = message.json["tool_calls"].flatMap { $0.isNull ? nil : $0.description }
        let said = [message.text, calls ?? ""].filter { !$0.isEmpty }.joined(separator: "\n")
        return "[\(message.role)]\n\(said)"
    }
}
