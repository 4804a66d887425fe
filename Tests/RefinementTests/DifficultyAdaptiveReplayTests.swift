import Foundation
import JSON
import Testing

@testable import Refinement

/// The method over what a real model (GPT-3.5, temperature 0.7) answered to 500 questions, 40 samples each in recorded
/// order, the first of them in place of the one at temperature 0; an empty answer is a vote, as in the official scripts.
///
/// The averages over many orders that sampling.md §8.1 gives: 83.20 % at 6.71 samples for the single form, 83.18 % at 5.61
/// with a ranking that knows and 83.20 % at 6.72 with one that knows nothing. The recordings have no licence that would
/// let them stand in this repository, so this runs where they lie beside it, or where `HONE_SHARED` says.
@Suite(.enabled(if: Recordings.path != nil, "shared/data is not here")) struct DifficultyAdaptiveReplayTests {
    func replay(_ parameters: JSON, ranker: (any LanguageModel)?) async throws -> (right: Int, batch: RefinedBatch) {
        let recordings = try Recordings()
        let run = Run(model: recordings.model, roles: ranker.map { [.ranker: $0] } ?? [:])
        let batch = try await DifficultyAdaptiveSelfConsistency.with(parameters)
            .refine(try recordings.questions(), in: run)
        #expect(batch.answers.count == 500)
        return (recordings.right(batch.answers), batch)
    }

    func samples(_ batch: RefinedBatch) -> Int { batch.answers.reduce(0) { $0 + $1.counts.counted } }

    @Test func getsExactlyTheseRightWithTheseSamplesOneByOne() async throws {
        let recordings = try Recordings()
        let method = try DifficultyAdaptiveSelfConsistency.with(["count_null": true])
        var answers: [RefinedAnswer] = []
        for question in try recordings.questions() {
            answers.append(try await method.refine(question, in: Run(model: recordings.model)))
        }
        #expect(recordings.right(answers) == 414)
        #expect(answers.reduce(0) { $0 + $1.counts.counted } == 3_336)
    }

    @Test(arguments: [1, 8])
    func getsExactlyTheseRightWithARankingThatKnowsNothing(questionsAtOnce: Int) async throws {
        let (right, batch) = try await replay(
            ["count_null": true, "questions_at_once": .number(questionsAtOnce)],
            ranker: ScriptedModel { _, _ in .says("I cannot say.") })
        #expect(right == 415)
        #expect(samples(batch) == 3_380)
        #expect(batch.evidence["ranking"]?["discarded"] == 315)
        #expect(batch.evidence["partition"]?["easy"] == 0)
    }
}

/// The recordings, if they are here.
private struct Recordings {
    static let path: String? = {
        let shared =
            ProcessInfo.processInfo.environment["HONE_SHARED"]
            ?? URL(filePath: #filePath).appending(path: "../../../../shared").standardized.path()
        let path = shared + "/data/lastletters_gpt35_esc.jsonl"
        return FileManager.default.fileExists(atPath: path) ? path : nil
    }()

    let golds: [String]
    let answers: [[String]]

    init() throws {
        let lines = try String(contentsOfFile: Self.path ?? "", encoding: .utf8).split(separator: "\n")
        let records = try lines.map { try JSON(parsing: Array($0.utf8)) }
        golds = records.map { $0["gold"]?.string ?? "" }
        answers = records.map { $0["answers"]?.array?.compactMap(\.string) ?? [] }
    }

    var model: ExamModel {
        let answers = answers
        return ExamModel { question, sample, _ in .says(answers[Int(question) ?? 0][sample]) }
    }

    /// Knows how many samples do not give the answer that most of them give.
    var oracle: RankerModel {
        let difficulties = answers.map { answers in
            let counts = Dictionary(grouping: answers, by: \.self).mapValues(\.count)
            return Double(answers.count - (counts.values.max() ?? 0))
        }
        return RankerModel { difficulties[Int($0) ?? 0] }
    }

    func questions() throws -> [Question] {
        let format = try AnswerFormat(type: .regex, pattern: "^(.+)$")
        return try answers.indices.map { index in
            var question = try Question.asking("\(index)")
            question.extractor = AnswerExtractor(format: format, prompt: nil, isJSONRequested: false)
            return question
        }
    }

    func right(_ answers: [RefinedAnswer]) -> Int {
        zip(answers, golds).count { ($0.answer?.canonical ?? "") == $1 }
    }
}
