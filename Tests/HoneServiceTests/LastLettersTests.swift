import Foundation
import JSON
import TestUpstream
import Testing

/// Self-consistency through HTTP over what a real model (GPT-3.5, temperature 0.7) answered: 500 questions, 40 samples.
///
/// The recordings have no licence that would let them stand in this repository, so the test runs where they lie beside
/// it, or where `HONE_SHARED` says.
@Suite(.enabled(if: LastLetters.path != nil, "shared/data is not here")) struct LastLettersTests {
    /// The totals of sampling.md §20.3, with nulls that never vote.
    @Test(arguments: [(40, 415), (10, 414), (5, 412)])
    func getsExactlyAsManyRightAsRecorded(samples: Int, right: Int) async throws {
        let outcome = try await LastLetters.replay(#"{"samples":\#(samples),"early_stop":"never"}"#)
        #expect(outcome.right == right)
        #expect(outcome.counted == 500 * samples)
    }

    @Test func getsTheSameRightWithFewerSamplesWhenItStopsOnACertainLeader() async throws {
        let outcome = try await LastLetters.replay(#"{"samples":40,"early_stop":"certain"}"#)
        #expect(outcome.right == 415)
        // 11,387 where an empty answer votes (the official script); a null that never votes decides a little later.
        #expect(outcome.counted == 11_406)
    }
}

enum LastLetters {
    struct Question {
        let text: String
        let gold: String
        let samples: [String]
    }

    struct Outcome {
        var right = 0
        var counted = 0
    }

    private actor Tally {
        var outcome = Outcome()

        func add(isRight: Bool, counted: Int) {
            outcome.right += isRight ? 1 : 0
            outcome.counted += counted
        }
    }

    /// The recordings, if they are here.
    static let path: String? = {
        let shared =
            ProcessInfo.processInfo.environment["HONE_SHARED"]
            ?? URL(filePath: #filePath).appending(path: "../../../../shared").standardized.path()
        let path = shared + "/data/lastletters_gpt35_texts.jsonl.gz"
        return FileManager.default.fileExists(atPath: path) ? path : nil
    }()

    static func questions() throws -> [Question] {
        let gzip = Process()
        let output = Pipe()
        gzip.executableURL = URL(filePath: "/bin/gzip")
        gzip.arguments = ["-dc", path ?? ""]
        gzip.standardOutput = output
        try gzip.run()
        let text = output.fileHandleForReading.readDataToEndOfFile()
        gzip.waitUntilExit()
        return try text.split(separator: UInt8(ascii: "\n")).map { line in
            let json = try JSON(parsing: line)
            return Question(
                text: json["question"]?.string ?? "", gold: json["answer"]?.string ?? "",
                samples: json["generated_answer"]?.array?.compactMap(\.string) ?? [])
        }
    }

    /// Asks every question of a server that answers sample `seed` with what was recorded for it.
    static func replay(_ parameters: String) async throws -> Outcome {
        let questions = try questions()
        let places = Dictionary(uniqueKeysWithValues: questions.enumerated().map { ($1.text, $0) })
        let tally = Tally()
        try await ServiceUnderTest.with { call in
            guard let place = call.body["messages"]?[0]?["content"]?.string.flatMap({ places[$0] }) else {
                return .refuses(status: 404, body: "no such question")
            }
            return .saysAtOnce((0..<call.choices).map { questions[place].samples[call.seed + $0] })
        } _: { hone in
            for batch in stride(from: 0, to: questions.count, by: 10) {
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for question in questions[batch..<min(batch + 10, questions.count)] {
                        group.addTask {
                            let prompt = JSON.string(question.text).description
                            let answer = try await hone.post(
                                "/v1/refine/self-consistency",
                                #"""
                                {"model":"m","prompt":\#(prompt),"parameters":\#(parameters),"sampling":{"seed":0},
                                 "answer":{"type":"letters"}}
                                """#
                            ).json
                            await tally.add(
                                isRight: answer["answer"]?.string == question.gold,
                                counted: answer["samples"]?["counted"]?.int ?? 0)
                        }
                    }
                    try await group.waitForAll()
                }
            }
        }
        return await tally.outcome
    }
}
