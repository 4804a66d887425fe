import JSON
import Refinement

extension RunEvent {
    /// What was decided, if the event is a decision and tells no text of the model's.
    var decision: String? {
        switch self {
        case .chosen: "choose"
        case .decision: "gate"
        case .stopped: "stop"
        case .vote: "vote"
        case .item(_, let event): event.decision
        case .sample, .delta, .critique, .revision, .settled: nil
        }
    }
    /// What the span of a decision says. Answers are the model's own words, of which there is one only where content is
    /// told.
    func attributes(hasContent: Bool) -> JSON.Object {
        switch self {
        case .chosen(let choice): return choice.json
        case .decision(let decision, let index): return decision.json(on: index)
        case .stopped(let reason): return ["hone.stop_reason": .string(reason.name)]
        case .vote(let ballot):
            var attributes: JSON.Object = [
                "hone.counted": .number(ballot.counted), "hone.answers": .number(ballot.votes.count),
                "hone.leader": .number(ballot.leader?.count ?? 0),
                "hone.runner_up": .number(ballot.runnerUp?.count ?? 0),
            ]
            if hasContent, let answer = ballot.leader?.answer {
                attributes["hone.answer"] = .string(answer.canonical.cut(toBytes: ErrorNote.maxBytes))
            }
            return attributes
        case .item(let place, let event):
            var attributes = event.attributes(hasContent: hasContent)
            attributes["hone.item"] = .number(place)
            return attributes
        case .sample, .delta, .critique, .revision, .settled: return [:]
        }
    }
}
