import JSON
import Refinement

extension Critique {
    /// What was said of the sample of that index, as the API shows it.
    func json(of index: Int, hasText: Bool) -> JSON.Object {
        var object = JSON.Object([
            JSON.Member("index", .number(index)), JSON.Member("score", score.map { .number($0) } ?? .null),
        ])
        object["asks_for_change"] = asksForChange.map(JSON.bool) ?? .null
        if !isReadable { object["unreadable"] = true }
        if hasText { object["text"] = .string(text) }
        return object
    }
}

extension GateDecision {
    /// What was decided on the sample of that index, as the API shows it.
    func json(on index: Int) -> JSON.Object {
        JSON.Object([
            JSON.Member("index", .number(index)), JSON.Member("accepted", .bool(isAccepted)),
            JSON.Member("why", .string(reason.rawValue)),
        ])
    }
}
