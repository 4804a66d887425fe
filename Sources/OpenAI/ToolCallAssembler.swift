import JSON

/// Puts one tool call together from its deltas: the name and the identifier come once, the arguments grow.
struct ToolCallAssembler: Sendable {
    let index: Int
    private var members = JSON.Object()
    private var function = JSON.Object()
    private var arguments = ""

    init(index: Int) { self.index = index }

    mutating func add(_ delta: JSON) {
        for member in delta.object?.members ?? [] where member.name != "index" && !member.value.isNull {
            if member.name == "function" { add(function: member.value) } else { members[member.name] = member.value }
        }
    }

    private mutating func add(function delta: JSON) {
        for member in delta.object?.members ?? [] where !member.value.isNull {
            if member.name == "arguments" {
                arguments += member.value.string ?? member.value.description
            } else {
                function[member.name] = member.value
            }
        }
    }

    /// The call as a plain reply has it.
    var json: JSON {
        var call = members
        var function = function
        function["arguments"] = .string(arguments)
        call["function"] = .object(function)
        return .object(call)
    }
}
