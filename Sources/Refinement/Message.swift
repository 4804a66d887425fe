public import JSON

/// One message of a conversation, with every member it came with.
public struct Message: Sendable, Hashable {
    /// The message as the wire has it.
    public let json: JSON.Object

    /// A message that came from elsewhere.
    public init(_ json: JSON.Object) { self.json = json }

    /// A message of text alone.
    public init(role: String, text: String) {
        json = JSON.Object([JSON.Member("role", .string(role)), JSON.Member("content", .string(text))])
    }

    /// Who speaks.
    public var role: String { json["role"]?.string ?? "" }

    /// The content's text: the string itself, or its text parts one after the other.
    public var text: String {
        switch json["content"] {
        case .string(let text): text
        case .array(let parts): parts.compactMap { $0["text"]?.string }.joined(separator: "\n")
        default: ""
        }
    }
}
