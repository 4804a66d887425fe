import JSON
import OpenAI

extension ChatMessage {
    /// Reads messages whose content is a string or an array of text parts; parts are joined by line ends.
    static func list(_ messages: [JSON.Object]) throws(RequestError) -> [ChatMessage] {
        var list: [ChatMessage] = []
        for (index, message) in messages.enumerated() {
            let members = MemberReader(message, path: "messages[\(index)]")
            let role = try role(members)
            list.append(ChatMessage(role: role, text: try text(members, role: role)))
        }
        return list
    }

    private static func role(_ members: MemberReader) throws(RequestError) -> Role {
        switch try members.string("role") {
        case "system", "developer": .system
        case "user": .user
        case "assistant": .assistant
        case let role:
            throw .outOfRange(
                member: members.name("role"), allowed: "system, developer, user or assistant", found: role ?? "null")
        }
    }

    private static func text(_ members: MemberReader, role: Role) throws(RequestError) -> String {
        switch try members.value("content") {
        case .string(let text): return text
        case .array(let parts):
            var texts: [String] = []
            for (index, part) in parts.enumerated() {
                texts.append(try text(part, path: "\(members.name("content"))[\(index)]"))
            }
            return texts.joined(separator: "\n")
        default:
            // An answer may consist of tool calls alone.
            guard role == .assistant else { throw .missing(member: members.name("content")) }
            return ""
        }
    }

    private static func text(_ part: JSON, path: String) throws(RequestError) -> String {
        guard let object = part.object else {
            throw .wrongType(member: path, expected: "an object", found: part.kind)
        }
        let members = MemberReader(object, path: path)
        guard let type = try members.string("type") else { throw .missing(member: members.name("type")) }
        guard type == "text" else {
            throw .outOfRange(member: members.name("type"), allowed: "text", found: type)
        }
        guard let text = try members.string("text") else { throw .missing(member: members.name("text")) }
        return text
    }
}
