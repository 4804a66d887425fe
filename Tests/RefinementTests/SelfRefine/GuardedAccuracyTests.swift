import JSON
import Testing

@testable import Refinement

/// Guarded self-refinement on a script in which the critic is wrong half of the time and the refiner follows it.
///
/// Questions 0 to 199 have the answer 7. The first answer is right to four of seven; the critic objects to half of the right
/// and half of the wrong ones; the refiner then spoils every right answer and mends every second wrong one. What is
/// guaranteed, whatever the script: a judge that goes by position or talks nonsense leaves every answer as it was, and so
/// does accuracy. A judge that tells right from wrong with probability p in each order lets p² of the mended answers pass
/// and (1 − p)² of the spoilt ones. Here 8 are spoilt for 3 that are mended, so that accuracy rises from p = 0.62 on; the
/// paper's acceptance lowers it.
@Suite struct GuardedAccuracyTests {
    /// A number that looks random and is the same in every run.
    static func noise(_ parts: Int...) -> Int {
        var hash: UInt64 = 0x9E37_79B9_7F4A_7C15
        for part in parts {
            hash = (hash ^ UInt64(truncatingIfNeeded: part)) &* 0xBF58_476D_1CE4_E5B9
            hash ^= hash >> 29
        }
        return Int(hash >> 33)
    }

    static func isRight(_ answer: String) -> Bool { answer.contains("answer is 7.") }

    /// The models for one question.
    static func cast(_ question: Int, judge: @escaping @Sendable (_ shown: String, _ other: String) -> String) -> Cast {
        let startsRight = noise(question, 1) % 7 < 4
        return Cast(
            generator: TalkingModel("The answer is \(startsRight ? 7 : 3)."),
            critic: TalkingModel { asked in
                let isMistaken = noise(question, asked.number, 2) % 2 == 0
                let objects = isRight(asked.prompt) == isMistaken
                return .says(objects ? Review(problem: "The answer is wrong.").text : Review.satisfied.text)
            },
            refiner: TalkingModel { asked in
                let mends = noise(question, asked.number, 3) % 2 == 0
                let wasRight = isRight(asked.prompt.components(lastAttemptOf: asked.prompt))
                return .says("Revised \(asked.number): the answer is \(!wasRight && mends ? 7 : 4).")
            },
            judge: TalkingModel { asked in
                let (first, second) = Judge.answers(asked.prompt)
                return .says(judge(first, second))
            })
    }

    /// How many of the questions are answered right, at first and at last.
    static func accuracy(
        _ mode: String, judge: @escaping @Sendable (Int, String, String) -> String
    ) async throws -> (first: Int, last: Int, changed: Int) {
        let method = try SelfRefine.with(["mode": .string(mode)])
        var counts = (first: 0, last: 0, changed: 0)
        for question in 0..<200 {
            let cast = cast(question) { judge(question, $0, $1) }
            let answer = try await method.refine(try .number(isSeeded: false), in: cast.run())
            let first = answer.samples[0].answer
            if first?.canonical == "7" { counts.first += 1 }
            if answer.answer?.canonical == "7" { counts.last += 1 }
            if answer.answer != first { counts.changed += 1 }
        }
        return counts
    }

    @Test(arguments: ["VERDICT: A", "VERDICT: B", "VERDICT: TIE", "What a question!", "A or B", ""])
    func changesNothingWhereTheJudgeGoesByPositionOrTalksNonsense(said: String) async throws {
        let counts = try await Self.accuracy("guarded") { _, _, _ in said }
        #expect(counts.first == counts.last && counts.changed == 0)
        #expect((90...140).contains(counts.first))
    }

    @Test(arguments: [100, 90, 80, 70])
    func raisesAccuracyWhereTheJudgeIsOftenEnoughRight(percent: Int) async throws {
        let counts = try await Self.accuracy("guarded") { question, first, second in
            let isHonest = Self.noise(question, first.count, second.count, first.hashed, 4) % 100 < percent
            switch (Self.isRight(first), Self.isRight(second)) {
            case (true, false): return isHonest ? "VERDICT: A" : "VERDICT: B"
            case (false, true): return isHonest ? "VERDICT: B" : "VERDICT: A"
            default: return "VERDICT: TIE"
            }
        }
        #expect(counts.last > counts.first)
    }

    @Test func takesOutTheBiasOfAJudgeWhoOftenLeansToTheFirst() async throws {
        // With half of the questions it sees no other reason, and these stay as they are.
        let counts = try await Self.accuracy("guarded") { question, first, second in
            let leans = Self.noise(question, 5) % 2 == 0
            return Self.isRight(second) && !Self.isRight(first) && !leans ? "VERDICT: B" : "VERDICT: A"
        }
        #expect(counts.last > counts.first)
    }

    @Test func thePapersAcceptanceLowersItOnTheSameScript() async throws {
        let counts = try await Self.accuracy("faithful") { _, _, _ in "VERDICT: A" }
        #expect(counts.last < counts.first - 20)
    }
}

extension String {
    /// The last attempt that a refiner is shown.
    fileprivate func components(lastAttemptOf prompt: String) -> String {
        guard let open = prompt.ranges(of: "<attempt_").last, let close = prompt.ranges(of: "</attempt_").last else {
            return ""
        }
        return String(prompt[open.upperBound..<close.lowerBound])
    }

    /// A number that depends on every byte, the same in every run.
    fileprivate var hashed: Int { utf8.reduce(7) { ($0 &* 31 &+ Int($1)) & 0xFFFF_FFFF } }
}
