import JSON

extension Answer {
    /// The tool calls that a completion makes, as its answer: equal if the names and the arguments are, whatever the
    /// order of members or the identifiers; nil if it makes none.
    init?(toolCallsOf completion: Completion) {
        let calls = (completion.message["tool_calls"]?.array ?? []).compactMap { $0["function"] }
        guard !calls.isEmpty else { return nil }
        let canonical = JSON.array(
            calls.map { function in
                let text = function["arguments"]?.string ?? ""
                return ["name": function["name"] ?? .null, "arguments": (try? JSON(parsing: text)) ?? .string(text)]
            })
        self.init(kind: .toolCalls, canonical: canonical.canonical, display: canonical.description)
    }
}
