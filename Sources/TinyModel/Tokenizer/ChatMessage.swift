/// One message of a conversation, as the chat template sees it.
struct ChatMessage: Equatable, Sendable {
    /// Who speaks.
    enum Role: Sendable {
        case system
        case user
        case assistant
    }

    let role: Role
    let text: String
}
