import JSON
import Refinement

extension RefinedBatch {
    /// Adds the outcome to the object that describes its run.
    func write(to object: inout JSON.Object, _ included: Set<RefinementRequest.Inclusion>) {
        object["items"] = .array(
            items.enumerated().map { place, outcome in
                .object(JSON.Object([JSON.Member("index", .number(place))] + Self.json(of: outcome, included).members))
            })
        for member in evidence.members { object[member.name] = member.value }
        object["samples"] = [
            "requested": sum(\.requested), "received": sum(\.received), "failed": sum(\.failed),
            "counted": sum(\.counted), "cancelled": sum(\.cancelled),
        ]
    }

    /// One item: the members of a refinement that tell of its answer, or the error that stands in its place.
    static func json(
        of outcome: Result<RefinedAnswer, RefinementError>, _ included: Set<RefinementRequest.Inclusion>
    ) -> JSON.Object {
        var object = JSON.Object()
        switch outcome {
        case .success(let answer): answer.write(to: &object, included, hasOutput: true)
        case .failure(let error): object["error"] = ErrorRendering(.refinement(error)).json["error"]
        }
        return object
    }

    private func sum(_ figure: (RefinedAnswer.SampleCounts) -> Int) -> JSON {
        .number(answers.reduce(0) { $0 + figure($1.counts) })
    }
}
