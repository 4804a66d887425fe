import JSON

/// The messages that a model is to answer, with their JSON text made once and shared by every call.
public struct Conversation: Sendable {
    /// The messages, oldest first.
    public let messages: [Message]
    /// The messages as a JSON array.
    public let utf8: [UInt8]

    /// A conversation whose text is written from its messages.
    public init(_ messages: [Message]) {
        self.messages = messages
        utf8 = JSON.array(messages.map { .object($0.json) }).utf8
    }

    /// A conversation that a client wrote: its own bytes go to the model.
    public init(_ messages: [Message], writtenAs utf8: [UInt8]) {
        self.messages = messages
        self.utf8 = utf8
    }

    /// What the user asked last: the text that says what kind of answer is wanted.
    public var question: String { messages.last { $0.role == "user" }?.text ?? "" }
}
