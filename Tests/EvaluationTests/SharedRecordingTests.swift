import Evaluation
import Foundation
import JSON
import Testing

/// What methods make of samples of real models that lie beside the repository and never in it.
struct SharedRecordingTests {
    static let lastLetters = "data/lastletters_gpt35_esc.jsonl"
    static let expected = "data/expected_fileorder_lastletters_gpt35_esc.jsonl"
    static let dates = "data/natural_program_date.jsonl.gz"
    static let outputs = "data/cruxeval_cl7b_t02.jsonl.gz"
    static let tiny = "tinymodel/recorded.jsonl.gz"

    /// The path of a file beside the repository, or where `HONE_SHARED` says; nil if it is not there.
    static func path(_ name: String) -> String? {
        let package = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..")
        let named = ProcessInfo.processInfo.environment["HONE_SHARED"].map { URL(filePath: $0) }
        let folders = [named, package.appending(path: "../shared"), package.appending(path: "../../shared")]
        return folders.compactMap { $0?.appending(path: name).standardizedFileURL.path() }
            .first { FileManager.default.fileExists(atPath: $0) }
    }

    static func summary(
        _ name: String, _ method: String, samples: Int, rotations: Rotations = .first(1), type: String = "verbatim",
        telling: RecordedSet.Telling = .texts, ties: TiePolicy = .firstSeen
    ) async throws -> MethodSummary {
        let set = try RecordedSet(parsing: try FileBytes.contents(of: try #require(path(name))), telling: telling)
        let trials = try Trial.replayed(set.problems, rotations: rotations, reading: try AnswerReading(named: type))
        let methods = try MethodUnderTest.list(method, samples: samples)
        let results = try await Evaluator.results(methods, trials, ties: ties)
        var scoreboard = Scoreboard(labels: [method])
        for result in results { scoreboard.add(result) }
        return scoreboard.summaries[0]
    }

    /// sampling.md §20.3 with missing answers that vote: the names of its rows and the methods they mean, and the
    /// totals of correct answers and samples in the order of the file and over all 40 rotations.
    static let rows: [(name: String, method: String, file: [Int], rotated: [Int])] = [
        ("sc40", "sc(early_stop=never,samples=40)", [415, 20_000], [16_641, 800_000]),
        ("sc10", "sc(early_stop=never,samples=10)", [414, 5_000], [16_563, 200_000]),
        ("sc5", "sc(early_stop=never,samples=5)", [412, 2_500], [16_497, 100_000]),
        ("esc5", "esc", [416, 4_280], [16_648, 173_830]),
        ("esc4", "esc(window=4)", [414, 3_292], [16_636, 131_816]),
        ("esc8", "esc(window=8)", [415, 6_912], [16_641, 279_072]),
        ("asc95", "asc", [414, 3_163], [16_646, 125_266]),
        ("asc90", "asc(threshold=0.9)", [414, 2_347], [16_632, 90_276]),
        ("asc99", "asc(threshold=0.99)", [415, 4_709], [16_641, 190_066]),
        ("certain40", "sc(samples=40)", [415, 11_387], [16_641, 456_697]),
    ]

    static func board(rotations: Rotations) async throws -> (Scoreboard, [TrialResult]) {
        let set = try RecordedSet(parsing: try FileBytes.contents(of: try #require(path(lastLetters))))
        let trials = try Trial.replayed(
            set.problems, rotations: rotations, reading: try AnswerReading(named: AnswerReading.verbatimName))
        let methods = try rows.map { try MethodUnderTest(MethodSpec(parsing: $0.method), countsNull: true) }
        let results = try await Evaluator.results(methods, trials)
        var scoreboard = Scoreboard(labels: rows.map(\.name))
        for result in results { scoreboard.add(result) }
        return (scoreboard, results)
    }

    @Test(.enabled(if: path(lastLetters) != nil && path(expected) != nil))
    func getsLastLettersAsRecordedQuestionByQuestion() async throws {
        let (scoreboard, results) = try await Self.board(rotations: .first(1))
        for (row, summary) in zip(Self.rows, scoreboard.summaries) {
            #expect(summary.correct == Double(row.file[0]) && summary.samples == row.file[1], "\(row.name)")
        }
        let lines = try FileBytes.contents(of: try #require(Self.path(Self.expected))).split(separator: 0x0A)
        #expect(lines.count == results.count)
        for (line, trial) in zip(lines, results) {
            let expected = try JSON(parsing: line)
            for (row, result) in zip(Self.rows, trial.results) {
                #expect(result.answer ?? "" == expected[row.name]?[0]?.string, "\(row.name), \(trial.key.id)")
                #expect(result.samples == expected[row.name]?[1]?.int, "\(row.name), \(trial.key.id)")
            }
        }
    }

    /// 200,000 refinements, which take too long without optimisation.
    @Test(.enabled(if: path(lastLetters) != nil && !_isDebugAssertConfiguration()))
    func getsLastLettersInAllRotationsAsRecorded() async throws {
        let (scoreboard, _) = try await Self.board(rotations: .all)
        for (row, summary) in zip(Self.rows, scoreboard.summaries) {
            #expect(summary.correct == Double(row.rotated[0]) && summary.samples == row.rotated[1], "\(row.name)")
        }
    }

    /// Missing answers that never vote and never stop, which is the default.
    @Test(
        .enabled(if: path(lastLetters) != nil), arguments: [("esc", 416, 4_315), ("asc", 414, 3_199)])
    func getsLastLettersWhereMissingAnswersDoNotVote(method: String, right: Double, samples: Int) async throws {
        let summary = try await Self.summary(Self.lastLetters, method, samples: 40)
        #expect(summary.correct == right && summary.samples == samples)
    }

    /// sampling.md §12: 72.4932 % of 369, ties as fractions.
    @Test(.enabled(if: path(dates) != nil))
    func getsDatesAsRecorded() async throws {
        let summary = try await Self.summary(
            Self.dates, "sc(early_stop=never)", samples: 10, telling: .answers(none: "No answer!"), ties: .fractional)
        #expect(summary.correct == 267.5)
        #expect(abs(summary.accuracy - 0.724932) < 5e-7)
    }

    /// The recorded pass@1 of 34.2125 %.
    @Test(.enabled(if: path(outputs) != nil))
    func getsOutputsAsRecorded() async throws {
        let summary = try await Self.summary(Self.outputs, "single", samples: 1, rotations: .all)
        #expect(summary.correct == 2_737)
        #expect(summary.trials == 8_000)
    }

    /// 86.0 %, as the recording's own script found.
    @Test(.enabled(if: path(tiny) != nil))
    func getsTheTinyModelsSumsAsRecorded() async throws {
        let summary = try await Self.summary(Self.tiny, "sc(early_stop=never)", samples: 40, type: "auto")
        #expect(summary.correct == 172)
    }
}
