import Foundation
import JSON
import Testing

@testable import Refinement

/// Every voting method over what a real model answered, question by question, against figures that were computed by
/// another program (sampling.md §20.3). The recordings may not stand in this repository.
@Suite(.enabled(if: RecordedVotes.directory != nil, "shared/data is not here")) struct RecordedVotesTests {
    @Test(arguments: RecordedVotes.columns)
    func reachesTheExpectedAnswerWithTheExpectedSamples(_ column: RecordedVotes.Column) async throws {
        let method = try column.method()
        var wrong: [Int] = []
        for (place, question) in try RecordedVotes.questions().enumerated() {
            let model = ScriptedModel { sample, _ in .says(question.answers[sample]) }
            let answer = try await method.refine(try .verbatim(), in: Run(model: model))
            let expected = question.expected[column.name]
            let isAsExpected =
                answer.answer?.canonical ?? "" == expected?[0]?.string
                && answer.counts.counted == expected?[1]?.int
            if !isAsExpected { wrong.append(place) }
        }
        #expect(wrong.isEmpty)
    }

    @Test(arguments: [
        ("esc", "early-stopping-self-consistency", 416, 4_315), ("asc", "adaptive-consistency", 414, 3_199),
    ])
    func countsAsExpectedWhereNullsNeverVote(_ alias: String, name: String, right: Int, samples: Int) async throws {
        let method = try #require(Methods.named(alias))
        #expect(method.description.name == name)
        var total = (right: 0, samples: 0)
        for question in try RecordedVotes.questions() {
            let model = ScriptedModel { sample, _ in .says(question.answers[sample]) }
            let answer = try await method.with([:]).refine(try .verbatim(), in: Run(model: model))
            total.right += answer.answer?.canonical == question.gold ? 1 : 0
            total.samples += answer.counts.counted
        }
        #expect(total == (right, samples))
    }
}

enum RecordedVotes {
    /// A column of the file of expected values, and the method it is of.
    struct Column: Sendable, CustomTestStringConvertible {
        let name: String
        let alias: String
        let parameters: JSON

        var testDescription: String { name }

        func method() throws -> any Method {
            var parameters = parameters.object ?? JSON.Object()
            parameters["count_null"] = true
            return try (Methods.named(alias) ?? SelfConsistency.self).with(.object(parameters))
        }
    }

    static let columns = [
        Column(name: "sc40", alias: "sc", parameters: ["samples": 40, "early_stop": "never"]),
        Column(name: "sc10", alias: "sc", parameters: ["samples": 10, "early_stop": "never"]),
        Column(name: "sc5", alias: "sc", parameters: ["samples": 5, "early_stop": "never"]),
        Column(name: "certain40", alias: "sc", parameters: ["samples": 40]),
        Column(name: "esc5", alias: "esc", parameters: [:]),
        Column(name: "esc4", alias: "esc", parameters: ["window": 4]),
        Column(name: "esc8", alias: "esc", parameters: ["window": 8]),
        Column(name: "asc95", alias: "asc", parameters: [:]),
        Column(name: "asc90", alias: "asc", parameters: ["threshold": 0.9]),
        Column(name: "asc99", alias: "asc", parameters: ["threshold": 0.99]),
        Column(name: "ascent75", alias: "asc", parameters: ["criterion": "entropy"]),
        Column(name: "ascmaj8", alias: "asc", parameters: ["criterion": "majority"]),
    ]

    struct Question {
        let gold: String
        let answers: [String]
        let expected: JSON.Object
    }

    static let directory: String? = {
        let shared =
            ProcessInfo.processInfo.environment["HONE_SHARED"]
            ?? URL(filePath: #filePath).appending(path: "../../../../../shared").standardized.path()
        let path = shared + "/data/"
        return FileManager.default.fileExists(atPath: path + "lastletters_gpt35_esc.jsonl") ? path : nil
    }()

    static func questions() throws -> [Question] {
        let recorded = try lines("lastletters_gpt35_esc.jsonl")
        let expected = try lines("expected_fileorder_lastletters_gpt35_esc.jsonl")
        return zip(recorded, expected).map { recorded, expected in
            Question(
                gold: recorded["gold"]?.string ?? "", answers: recorded["answers"]?.array?.compactMap(\.string) ?? [],
                expected: expected.object ?? JSON.Object())
        }
    }

    private static func lines(_ name: String) throws -> [JSON] {
        let bytes = FileManager.default.contents(atPath: (directory ?? "") + name) ?? Data()
        return try bytes.split(separator: UInt8(ascii: "\n")).map { try JSON(parsing: Array($0)) }
    }
}
