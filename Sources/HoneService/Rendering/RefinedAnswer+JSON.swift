import JSON
import OpenAI
import Refinement

extension RefinedAnswer {
    /// Adds the outcome to the object that describes its run.
    func write(to object: inout JSON.Object, _ included: Set<RefinementRequest.Inclusion>, hasOutput: Bool) {
        if hasOutput {
            object["output"] = isAbstention ? .null : .string(completion.text)
            if !isAbstention,
                completion.message.members.contains(where: { !["role", "content"].contains($0.name) })
            {
                object["message"] = .object(completion.message)
            }
            object["finish_reason"] = completion.finishReason.map(JSON.string) ?? .null
        }
        object["answer"] = isAbstention ? .null : answer.map { .string($0.canonical) } ?? .null
        object["confidence"] = .number(confidence)
        if let lowConfidence { object["low_confidence"] = .string(lowConfidence.rawValue) }
        object["agreement"] = [
            "leader": .number(agreement.leader), "runner_up": .number(agreement.runnerUp),
            "valid": .number(agreement.valid), "samples": .number(agreement.samples),
        ]
        object["votes"] = .array(
            votes.map {
                [
                    "answer": $0.answer.json, "count": .number($0.count), "weight": .number($0.weight),
                ]
            })
        object["stop_reason"] = .string(stop.name)
        if case .budget(let limit) = stop { object["budget_limit"] = .string(limit.rawValue) }
        if case .failed(let error) = stop { object["failure"] = .string(error.reason) }
        if let fallback { object["fallback"] = .string(fallback.rawValue) }
        object["samples"] = .object(samplesJSON(included))
        // Who gets no answer does not get it as evidence either.
        for member in evidence.members where !(isAbstention && member.name == "first_answer") {
            object[member.name] = member.value
        }
        if !warnings.isEmpty { object["warnings"] = .array(warnings.map { .string($0.rawValue) }) }
    }

    /// Whether the caller gets no answer, because it wants none that is so unsure.
    var isAbstention: Bool { lowConfidence == .abstain }

    private func samplesJSON(_ included: Set<RefinementRequest.Inclusion>) -> JSON.Object {
        var object = JSON.Object([
            JSON.Member("requested", .number(counts.requested)), JSON.Member("received", .number(counts.received)),
            JSON.Member("failed", .number(counts.failed)), JSON.Member("counted", .number(counts.counted)),
            JSON.Member("cancelled", .number(counts.cancelled)),
        ])
        let errors = samples.filter { $0.error != nil }
        if !errors.isEmpty {
            object["errors"] = .array(errors.map { .object($0.json(hasText: false)) })
        }
        if included.contains(.samples) {
            object["items"] = .array(samples.map { .object($0.json(hasText: true)) })
        }
        return object
    }
}

extension Answer {
    /// The answer in a vote; null where having none got votes.
    fileprivate var json: JSON { isAnswer ? .string(canonical) : .null }
}

extension Sample {
    /// The sample as the API shows it.
    func json(hasText: Bool) -> JSON.Object {
        var object = JSON.Object([JSON.Member("index", .number(index))])
        switch result {
        case .success(let completion):
            object["answer"] = answer.map { .string($0.canonical) } ?? .null
            object["finish_reason"] = completion.finishReason.map(JSON.string) ?? .null
            if let score { object["score"] = .number(score) }
            if hasText { object["text"] = .string(completion.text) }
        case .failure(let error): object["error"] = .string(error.reason)
        }
        return object
    }
}

extension Ballot {
    /// The vote as a streaming client is told it.
    var json: JSON {
        [
            "votes": .array(
                ranking.map { ["answer": $0.answer.json, "count": .number($0.count)] }),
            "counted": .number(counted),
        ]
    }
}

extension Run.TracedEvent {
    /// The event as the trace shows it.
    var json: JSON {
        var object = JSON.Object([JSON.Member("at_ms", .number(at.milliseconds))])
        write(event, to: &object)
        return .object(object)
    }

    private func write(_ event: RunEvent, to object: inout JSON.Object) {
        switch event {
        case .chosen(let choice):
            object["event"] = "chosen"
            object["chosen"] = .object(choice.json)
        case .sample(let sample):
            object["event"] = "sample"
            object["sample"] = .object(sample.json(hasText: false))
        case .delta(let text):
            object["event"] = "delta"
            object["text"] = .string(text)
        case .vote(let ballot):
            object["event"] = "vote"
            object["vote"] = ballot.json
        case .critique(let critique, let index):
            object["event"] = "critique"
            object["critique"] = .object(critique.json(of: index, hasText: true))
        case .revision(let sample):
            object["event"] = "revision"
            object["sample"] = .object(sample.json(hasText: false))
        case .decision(let decision, let index):
            object["event"] = "decision"
            object["decision"] = .object(decision.json(on: index))
        case .stopped(let reason):
            object["event"] = "stopped"
            object["stop_reason"] = .string(reason.name)
        case .item(let place, let event):
            object["item"] = .number(place)
            write(event, to: &object)
        case .settled(let outcome):
            object["event"] = "item"
            if case .failure(let error) = outcome {
                object["error"] = ErrorRendering(.refinement(error)).json["error"]
            }
        }
    }
}
