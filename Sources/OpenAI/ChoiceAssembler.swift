public import JSON

/// Puts one choice together from the deltas of a stream, so that it equals what a plain reply would have said.
///
/// Text grows, tool calls grow by their `index`, log-probabilities are concatenated (never aligned by chunk: a chunk
/// may carry several entries or none), and members nobody here knows survive.
public struct ChoiceAssembler: Sendable {
    /// The message so far.
    public private(set) var message = JSON.Object([JSON.Member("role", "assistant")])
    /// Why the choice ended, once it has.
    public private(set) var finishReason: String?
    /// How many tokens have come, counted by log-probability entries, else one for each delta that says something.
    public private(set) var tokens = 0
    /// Apart from other texts, because most pieces are of it.
    private var content: String?
    /// Other texts, by their names.
    private var texts: [(name: String, value: String)] = []
    private var toolCalls: [ToolCallAssembler] = []
    /// The lists of log-probabilities by their names: pieces of text, each with a comma before it but the first. They are
    /// kept as they came, because most are never looked at.
    private var logprobs: [(name: String, pieces: [ArraySlice<UInt8>])] = []

    /// A choice of which nothing has come yet.
    public init() {}

    /// Whether nothing has come but a role.
    public var isEmpty: Bool {
        tokens == 0 && finishReason == nil && message.members.allSatisfy { $0.name == "role" }
    }

    /// The log-probabilities, if any came.
    var unreadLogprobs: UnreadJSON? {
        guard !logprobs.isEmpty else { return nil }
        var pieces: [ArraySlice<UInt8>] = []
        for list in logprobs {
            let name = JSON.string(list.name).utf8
            pieces.append([pieces.isEmpty ? UInt8(ascii: "{") : UInt8(ascii: ",")] + name + Self.listStart)
            pieces += list.pieces
            pieces.append([UInt8(ascii: "]")])
        }
        return UnreadJSON(checked: pieces + [[UInt8(ascii: "}")]])
    }

    private static let listStart = Array(":[".utf8)
    private static let comma = Array(",".utf8)[...]

    /// The message as a whole, with the text and the tool calls in it.
    public var wholeMessage: JSON.Object {
        var whole = message
        if let content {
            whole["content"] = .string(content)
        } else if whole["content"] == nil {
            whole["content"] = .null
        }
        for (name, value) in texts { whole[name] = .string(value) }
        if !toolCalls.isEmpty { whole["tool_calls"] = .array(toolCalls.map(\.json)) }
        return whole
    }

    /// Adds one element of a chunk's `choices`, and returns the text and the tokens it brought, and whether the
    /// choice has ended.
    mutating func add(_ choice: ChatChunk.Choice) -> (text: String, tokens: Int, isFinished: Bool) {
        var arrived = ""
        var saysSomething = false
        if let content = choice.content {
            arrived = content
            append(content: content)
            saysSomething = !content.isEmpty
        }
        for member in choice.delta?.members ?? [] {
            switch (member.name, member.value) {
            case (_, .null): continue
            case ("role", let role): message["role"] = role
            case ("tool_calls", .array(let calls)):
                calls.forEach { add(toolCall: $0) }
                saysSomething = saysSomething || !calls.isEmpty
            case ("content", .string(let piece)):
                arrived += piece
                append(content: piece)
                saysSomething = saysSomething || !piece.isEmpty
            case (let name, .string(let piece)):
                append(piece, to: name)
                saysSomething = saysSomething || !piece.isEmpty
            case (let name, let value): message[name] = value
            }
        }
        add(choice.logprobs)
        let entries = choice.logprobs.count
        let brought = entries > 0 ? entries : saysSomething ? 1 : 0
        tokens += brought
        if let reason = choice.finishReason { finishReason = reason }
        return (arrived, brought, finishReason != nil)
    }

    private mutating func append(content piece: String) {
        if content?.append(piece) == nil { content = piece }
    }

    private mutating func append(_ piece: String, to name: String) {
        if let index = texts.firstIndex(where: { $0.name == name }) {
            texts[index].value += piece
        } else {
            texts.append((name, piece))
        }
    }

    private mutating func add(toolCall delta: JSON) {
        let index = delta["index"]?.int ?? toolCalls.count
        if let known = toolCalls.firstIndex(where: { $0.index == index }) {
            toolCalls[known].add(delta)
        } else {
            var call = ToolCallAssembler(index: index)
            call.add(delta)
            toolCalls.append(call)
        }
    }

    private mutating func add(_ piece: ListedLogprobs) {
        for (name, elements) in piece.lists {
            let place = logprobs.firstIndex { $0.name == name } ?? logprobs.endIndex
            if place == logprobs.endIndex { logprobs.append((name, [])) }
            guard !elements.isEmpty else { continue }
            if !logprobs[place].pieces.isEmpty { logprobs[place].pieces.append(Self.comma) }
            logprobs[place].pieces.append(elements)
        }
    }
}
