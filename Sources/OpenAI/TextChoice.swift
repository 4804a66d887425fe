import JSON

/// The choices of text completions in the shape of chats, in which everything reads them: their text is the content of
/// the assistant's message, their log-probabilities keep the older shape.
enum TextChoice {
    /// An element of a chunk's `choices`, its text as a delta.
    static func delta(_ choice: JSON) -> JSON { putting("delta", ["content": choice["text"] ?? .null], in: choice) }

    /// An element of a plain reply's `choices`, its text as a message.
    static func message(_ choice: JSON) -> JSON {
        guard let text = choice["text"] else { return choice }
        return putting("message", ["role": "assistant", "content": text], in: choice)
    }

    private static func putting(_ name: String, _ content: JSON, in choice: JSON) -> JSON {
        var members = choice.object ?? JSON.Object()
        members["text"] = nil
        members[name] = content
        return .object(members)
    }
}
