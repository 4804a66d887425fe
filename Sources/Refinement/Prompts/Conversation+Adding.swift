import JSON

extension Conversation {
    /// The same conversation with more text at its end: in the user's last message if it ends with that, because chat
    /// templates may refuse two of one role in a row, else in a message of its own.
    func adding(_ text: String) -> Conversation {
        guard let last = messages.last, last.role == "user" else {
            return Conversation(messages + [Message(role: "user", text: text)])
        }
        var message = last.json
        switch message["content"] {
        case .array(let parts)?: message["content"] = .array(parts + [["type": "text", "text": .string(text)]])
        case .string(let words)?: message["content"] = .string(words + "\n\n" + text)
        default: message["content"] = .string(text)
        }
        return Conversation(messages.dropLast() + [Message(message)])
    }
}
