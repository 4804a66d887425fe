import Evaluation
import Foundation
import Testing

/// What methods make of samples of real models that lie beside the repository and never in it.
struct SharedRecordingTests {
    static let lastLetters = "data/lastletters_gpt35_esc.jsonl"
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

    /// sampling.md §20.3, in the order of the file.
    @Test(.enabled(if: path(lastLetters) != nil), arguments: [(40, 415), (10, 414), (5, 412)])
    func getsLastLettersAsRecorded(samples: Int, right: Double) async throws {
        let summary = try await Self.summary(Self.lastLetters, "sc(early_stop=never)", samples: samples)
        #expect(summary.correct == right)
        #expect(summary.samples == 500 * samples)
    }

    /// sampling.md §20.3, all rotations: 20,000 votes, which take too long without optimisation.
    @Test(
        .enabled(if: path(lastLetters) != nil && !_isDebugAssertConfiguration()),
        arguments: [(40, 16_641), (5, 16_497)])
    func getsLastLettersInAllRotationsAsRecorded(samples: Int, right: Double) async throws {
        let summary = try await Self.summary(
            Self.lastLetters, "sc(early_stop=never)", samples: samples, rotations: .all)
        #expect(summary.correct == right)
        #expect(summary.samples == 20_000 * samples)
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
