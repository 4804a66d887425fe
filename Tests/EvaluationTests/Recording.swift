import Evaluation
import JSON
import Refinement

/// A recording made up by the tests: 12 questions of 8 answers each, by a rule instead of by chance.
enum Recording {
    /// Question q has the gold answer "r"; its sample i is right unless (q · i) mod 5 lies below q mod 4, else one of two
    /// wrong answers; every eleventh is no answer.
    static let lines: [String] = (0..<12).map { question in
        let answers: [JSON] = (0..<8).map { sample in
            if (question * 8 + sample) % 11 == 10 { return nil }
            let isRight = (question * sample) % 5 >= question % 4
            return isRight ? "r" : sample % 2 == 0 ? "w" : "v"
        }
        let line: JSON = ["id": .number(question), "gold": "r", "answers": .array(answers)]
        return line.description
    }

    static func set(_ lines: [String] = lines) throws -> RecordedSet {
        try RecordedSet(parsing: Array(lines.joined(separator: "\n").utf8))
    }

    static func trials(_ lines: [String] = lines, rotations: Rotations = .first(1)) throws -> [Trial] {
        let reading = try AnswerReading(named: AnswerReading.verbatimName)
        return try Trial.replayed(try set(lines).problems, rotations: rotations, reading: reading)
    }

    /// What a plurality vote over the first samples says, worked out by itself: the answer seen first among equals.
    static func plurality(question: Int, samples: Int, rotation: Int = 0) throws -> String? {
        let answers = (try JSON(parsing: lines[question])["answers"]?.array ?? []).map(\.string)
        let drawn = (0..<samples).compactMap { answers[($0 + rotation) % answers.count] }
        var best: (answer: String, votes: Int)?
        for answer in drawn {
            let votes = drawn.count { $0 == answer }
            if votes > best?.votes ?? 0 { best = (answer, votes) }
        }
        return best?.answer
    }
}

extension MethodUnderTest {
    /// The methods of a list.
    static func list(_ text: String, samples: Int? = nil) throws -> [MethodUnderTest] {
        try MethodSpec.list(parsing: text).map { try MethodUnderTest($0, samples: samples) }
    }
}

extension Evaluator {
    /// Compares methods on trials, and returns the results in the order of the trials.
    static func results(
        _ methods: [MethodUnderTest], _ trials: [Trial], ties: TiePolicy = .firstSeen
    ) async throws -> [TrialResult] {
        let evaluator = Evaluator(methods: methods, concurrency: 3, measuresTime: false, ties: ties)
        var results: [TrialKey: TrialResult] = [:]
        try await evaluator.evaluate(trials) { results[$0.key] = $0 }
        return trials.compactMap { results[$0.key] }
    }
}
