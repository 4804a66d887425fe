import JSON

/// What a model is to go on with, its JSON text made once and shared by every call.
public struct Conversation: Sendable {
    /// What a model goes on with.
    public enum Kind: Sendable, Hashable {
        /// Messages, which the server puts into the model's own form of a chat.
        case chat
        /// A text as it is, as models without such a form need it.
        case text
    }

    /// What the model goes on with.
    public let kind: Kind
    /// The messages, oldest first; a text is one of the user.
    public let messages: [Message]
    /// The messages as a JSON array, or the text as a JSON string.
    public let utf8: [UInt8]

    /// A conversation whose text is written from its messages.
    public init(_ messages: [Message]) {
        self.init(messages, writtenAs: JSON.array(messages.map { .object($0.json) }).utf8)
    }

    /// A conversation that a client wrote: its own bytes go to the model.
    public init(_ messages: [Message], writtenAs utf8: [UInt8]) {
        kind = .chat
        self.messages = messages
        self.utf8 = utf8
    }

    /// A text that the model goes on with as it is.
    public init(text: String) {
        self.init(text: text, writtenAs: JSON.string(text).utf8)
    }

    /// A text that a client wrote: its own bytes go to the model.
    public init(text: String, writtenAs utf8: [UInt8]) {
        kind = .text
        messages = [Message(role: "user", text: text)]
        self.utf8 = utf8
    }

    /// What the user asked last: the text that says what kind of answer is wanted.
    public var question: String { messages.last { $0.role == "user" }?.text ?? "" }
}
