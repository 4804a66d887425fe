import JSON

/// A refinement as a person reads it: the question, the samples, the vote, the answer.
struct DemoReport {
    private let refinement: JSON

    init(_ refinement: JSON) { self.refinement = refinement }

    /// Whether the refinement succeeded.
    var hasAnswer: Bool { refinement["answer"]?.string != nil }

    var lines: [String] {
        guard let answer = refinement["answer"]?.string else {
            return ["The refinement failed: \(refinement["error"]?["message"]?.string ?? refinement.description)"]
        }
        let heading = "Samples (✓ those that reach the refined answer)"
        let question = ["Question", "  \(DemoQuestion.text)", "", heading]
        let outcome = ["", "Refined answer: \(answer)", "  \(refinement["output"]?.string ?? "")", "  \(summary)"]
        return question + sampleLines + ["", "Vote"] + voteLines + outcome
    }

    private var sampleLines: [String] {
        (refinement["samples"]?["items"]?.array ?? []).map { sample in
            let number = (sample["index"]?.int ?? 0) + 1
            let mark = sample["answer"] == refinement["answer"] ? "✓" : " "
            let text = sample["text"]?.string ?? sample["error"]?.string ?? ""
            return "  \(number < 10 ? " " : "")\(number) \(mark) \(text)"
        }
    }

    private var voteLines: [String] {
        let votes = refinement["votes"]?.array ?? []
        let width = votes.map { $0["answer"]?.string?.count ?? 0 }.max() ?? 0
        return votes.map { vote in
            let answer = vote["answer"]?.string ?? ""
            let count = vote["count"]?.int ?? 0
            let padding = String(repeating: " ", count: width - answer.count)
            return "  \(padding)\(answer)  \(String(repeating: "█", count: count)) \(count)"
        }
    }

    private var summary: String {
        let agreement = refinement["agreement"]
        let requested = refinement["samples"]?["requested"]?.int ?? 0
        let counted = refinement["samples"]?["counted"]?.int ?? 0
        let votes = "\(agreement?["leader"]?.int ?? 0) of \(counted) votes"
        let tokens = "\(refinement["usage"]?["total_tokens"]?.int ?? 0) tokens"
        let time = "\(Int(refinement["timing_ms"]?.double ?? 0)) ms"
        let spared = requested - counted
        let stop = spared > 0 ? "; the last \(spared) of \(requested) could not have changed it" : ""
        return "\(votes), \(tokens), \(time)\(stop)"
    }
}
