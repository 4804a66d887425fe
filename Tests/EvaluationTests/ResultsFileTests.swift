import Evaluation
import Foundation
import JSON
import Refinement
import Testing

struct ResultsFileTests {
    static let settings = EvaluationSettings([(name: "model", value: "m"), (name: "samples", value: 4)])

    /// A path that nobody else has, and that is gone afterwards.
    static func withPath(_ body: (String) async throws -> Void) async throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "hone-eval-\(UUID().uuidString).jsonl").path()
        defer { try? FileManager.default.removeItem(atPath: path) }
        try await body(path)
    }

    static func open(
        _ path: String, settings: EvaluationSettings = settings, methods: [String] = ["sc"]
    ) throws -> ResultsFile {
        try ResultsFile(path: path, settings: settings, labels: methods)
    }

    /// Runs the trials that the file does not have yet, up to so many, and returns how many that were.
    static func run(_ path: String, trials: [Trial], most: Int = .max) async throws -> Int {
        let file = try open(path)
        let done = Set(try file.results(of: trials).map(\.key))
        let left = trials.filter { !done.contains($0.key) }.prefix(most)
        var count = 0
        let evaluator = Evaluator(
            methods: try MethodUnderTest.list("sc", samples: 4), concurrency: 1, measuresTime: false)
        try await evaluator.evaluate(Array(left)) { trial in
            try file.append(trial)
            count += 1
        }
        try file.synchronize()
        return count
    }

    @Test func asksNoQuestionTwice() async throws {
        let trials = try Recording.trials(rotations: .first(2))
        try await Self.withPath { path in
            let first = try await Self.run(path, trials: trials, most: 7)
            let second = try await Self.run(path, trials: trials)
            let third = try await Self.run(path, trials: trials)
            #expect(first == 7 && second == 17 && third == 0)
            let direct = try await Evaluator.results(try MethodUnderTest.list("sc", samples: 4), trials)
            #expect(try Self.open(path).results(of: trials) == direct)
        }
    }

    @Test func cutsOffALineThatACrashHasTorn() async throws {
        let trials = try Recording.trials()
        try await Self.withPath { path in
            _ = try await Self.run(path, trials: trials, most: 3)
            let whole = try FileBytes.contents(of: path)
            for torn in [1, 7, 40, 200] {
                try FileBytes.write(whole + whole.prefix(torn), to: path)
                #expect(try Self.open(path).results(of: trials).count == 3)
                #expect(try FileBytes.contents(of: path) == whole)
            }
            let rest = try await Self.run(path, trials: trials)
            #expect(rest == 9)
            #expect(try FileBytes.contents(of: path).count { $0 == 0x0A } == 12)
        }
    }

    @Test(arguments: ["my notes", "my notes\n", "{\"id\":\"1\"}\n"])
    func leavesAFileAloneThatIsNotItsOwn(text: String) async throws {
        try await Self.withPath { path in
            try FileBytes.write(Array(text.utf8), to: path)
            #expect(throws: EvaluationError.self) { try Self.open(path) }
            #expect(try FileBytes.contents(of: path) == Array(text.utf8))
        }
    }

    @Test func saysWhichSettingDiffers() async throws {
        let trials = try Recording.trials()
        try await Self.withPath { path in
            _ = try await Self.run(path, trials: trials, most: 1)
            let other = EvaluationSettings([(name: "model", value: "m"), (name: "samples", value: 5)])
            #expect(throws: EvaluationError.otherSetting(name: "samples", found: "4", wanted: "5")) {
                try Self.open(path, settings: other)
            }
            let fewer = EvaluationSettings([(name: "model", value: "m")])
            #expect(throws: EvaluationError.otherSetting(name: "samples", found: "4", wanted: "unset")) {
                try Self.open(path, settings: fewer)
            }
            #expect(throws: EvaluationError.otherSetting(name: "methods", found: "sc", wanted: "sc, asc")) {
                try Self.open(path, methods: ["sc", "asc"])
            }
        }
    }

    @Test func noticesThatAQuestionHasChanged() async throws {
        try await Self.withPath { path in
            _ = try await Self.run(path, trials: try Recording.trials(), most: 1)
            let changed = try Recording.trials([#"{"id":0,"gold":"r","answers":["r","r","r","r"]}"#])
            let file = try Self.open(path)
            #expect(throws: EvaluationError.otherQuestion(id: "0")) { try file.results(of: changed) }
        }
    }

    @Test func isWrittenByOneAtATime() async throws {
        try await Self.withPath { path in
            let file = try Self.open(path)
            #expect(throws: EvaluationError.self) { try Self.open(path) }
            try file.synchronize()
        }
    }

    @Test func keepsAllThatAResultSays() async throws {
        let key = TrialKey(id: "q \"1\"", hash: "00ff", rotation: 3)
        let result = MethodResult(
            answer: "½\n", isCorrect: false, credit: 0.5, samples: 3, calls: 4,
            usage: .init(prompt: 10, completion: 5, estimated: 2), milliseconds: 12.5, stopReason: "certain")
        let failure = MethodResult(answer: nil, isCorrect: false, samples: 0, calls: 1, error: "gone")
        let trial = TrialResult(key: key, gold: "1/2", results: [result, failure])
        try await Self.withPath { path in
            try Self.open(path, methods: ["a", "b"]).append(trial)
            let lines = try FileBytes.contents(of: path).split(separator: 0x0A)
            #expect(lines.count == 1)
            let json = try JSON(parsing: lines[0])
            #expect(json["methods"]?["a"]?["tokens"] == 15)
            #expect(json["settings"]?["model"] == "m")
            let copy = path + ".copy"
            try FileBytes.write(Array(lines[0]) + [0x0A], to: copy)
            defer { try? FileManager.default.removeItem(atPath: copy) }
            let again = try Self.open(copy, methods: ["a", "b"])
            try again.append(trial)
            let both = try FileBytes.contents(of: copy).split(separator: 0x0A)
            #expect(both.count == 2 && both[0] == both[1])
        }
    }
}
