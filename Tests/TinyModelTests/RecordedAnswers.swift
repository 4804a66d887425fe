import Foundation
import JSON
import Testing

/// Answers of llama.cpp, as `Scripts/pick-recorded-samples.py` picked them.
struct RecordedAnswers: Sendable, CustomTestStringConvertible {
    struct Sample: Sendable {
        let text: String
        let endsItsTurn: Bool
        let logProbabilities: [Double]
        let selfCertainty: Double
    }

    let question: String
    let greedy: String
    let samples: [Sample]

    var testDescription: String { question }

    static let all: [RecordedAnswers] = {
        guard let url = Bundle.module.url(forResource: "recorded", withExtension: "jsonl"),
            let text = try? String(contentsOf: url, encoding: .utf8)
        else { return [] }
        return text.split(separator: "\n").compactMap { try? RecordedAnswers(JSON(parsing: String($0))) }
    }()

    private init?(_ json: JSON) {
        guard let question = json["question"]?.string, let greedy = json["greedy"]?.string,
            let samples = json["samples"]?.array
        else { return nil }
        self.question = question
        self.greedy = greedy
        self.samples = samples.compactMap { sample in
            guard let text = sample["text"]?.string, let certainty = sample["self_certainty"]?.double else {
                return nil
            }
            return Sample(
                text: text, endsItsTurn: sample["finish_reason"]?.string == "stop",
                logProbabilities: sample["logprobs"]?.array?.compactMap(\.double) ?? [], selfCertainty: certainty)
        }
    }
}
