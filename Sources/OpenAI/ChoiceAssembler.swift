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
    private var text: [(name: String, value: String)] = []
    private var toolCalls: [ToolCallAssembler] = []
    private var logprobs: [(name: String, entries: [JSON])] = []

    /// A choice of which nothing has come yet.
    public init() {}

    /// Whether nothing has come but a role.
    public var isEmpty: Bool {
        tokens == 0 && finishReason == nil && message.members.allSatisfy { $0.name == "role" }
    }

    /// The log-probabilities, if any came.
    public var logprobsJSON: JSON? {
        logprobs.isEmpty ? nil : .object(JSON.Object(logprobs.map { JSON.Member($0.name, .array($0.entries)) }))
    }

    /// The message as a whole, with the text and the tool calls in it.
    public var wholeMessage: JSON.Object {
        var whole = message
        if whole["content"] == nil { whole["content"] = .null }
        for (name, value) in text { whole[name] = .string(value) }
        if !toolCalls.isEmpty { whole["tool_calls"] = .array(toolCalls.map(\.json)) }
        return whole
    }

    /// Adds one element of a chunk's `choices`, and returns the text and the tokens it brought.
    public mutating func add(_ choice: JSON) -> (text: String, tokens: Int) {
        var arrived = ""
        var saysSomething = false
        for member in choice["delta"]?.object?.members ?? [] {
            switch (member.name, member.value) {
            case (_, .null): continue
            case ("role", let role): message["role"] = role
            case ("tool_calls", .array(let calls)):
                calls.forEach { add(toolCall: $0) }
                saysSomething = saysSomething || !calls.isEmpty
            case (let name, .string(let piece)):
                if name == "content" { arrived += piece }
                append(piece, to: name)
                saysSomething = saysSomething || !piece.isEmpty
            case (let name, let value): message[name] = value
            }
        }
        let entries = add(logprobs: choice["logprobs"])
        let brought = entries > 0 ? entries : saysSomething ? 1 : 0
        tokens += brought
        if let reason = choice["finish_reason"]?.string { finishReason = reason }
        return (arrived, brought)
    }

    private mutating func append(_ piece: String, to name: String) {
        if let index = text.firstIndex(where: { $0.name == name }) {
            text[index].value += piece
        } else {
            text.append((name, piece))
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

    private mutating func add(logprobs piece: JSON?) -> Int {
        guard let members = piece?.object?.members else { return 0 }
        for member in members {
            guard let entries = member.value.array else { continue }
            if let index = logprobs.firstIndex(where: { $0.name == member.name }) {
                logprobs[index].entries += entries
            } else {
                logprobs.append((member.name, entries))
            }
        }
        return (piece?["content"] ?? piece?["tokens"])?.array?.count ?? 0
    }
}
