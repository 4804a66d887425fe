import HTTP
import JSON
import Synchronization
import TestUpstream
import Testing

/// In which order replies arrive changes no answer and no count: samples count in the order they were issued, whatever
/// comes first. Counting by arrival would favour short samples, and here the short ones are wrong (sampling.md §0.5a).
@Suite(.timeLimit(.minutes(10))) struct OrderIndependenceTests {
    /// The order in which the replies of a wave are let go.
    enum Order: Sendable, CaseIterable {
        case shuffled, shortestFirst
    }

    /// A method with an early stop, and the waves in which it asks for the samples of a question.
    struct Case: Sendable, CustomTestStringConvertible {
        let method: String
        let parameters: String
        let waves: @Sendable ([Int?]) -> [Range<Int>]

        var testDescription: String { method }
    }

    private static let cases = [
        Case(method: "sc", parameters: #"{"samples":12,"early_stop":"certain"}"#) { _ in [0..<12] },
        Case(method: "esc", parameters: #"{"window":5,"max_samples":20}"#) { answers in
            var waves: [Range<Int>] = []
            for start in stride(from: 0, to: 20, by: 5) {
                waves.append(start..<start + 5)
                let window = answers[start..<start + 5]
                if let first = window.first, first != nil, window.allSatisfy({ $0 == first }) { break }
            }
            return waves
        },
        Case(method: "asc", parameters: #"{"max_samples":20,"threshold":0.95}"#) { answers in
            // The least votes for the leader that stop, by those for the second (sampling.md §6).
            let least = [4, 6, 8, 9, 11, 12, 14, 15, 17, 18]
            var waves: [Range<Int>] = []
            var drawn = 0
            while drawn < 20 {
                let votes = Dictionary(grouping: answers[..<drawn].compactMap(\.self)) { $0 }.map(\.value.count)
                let ranked = votes.sorted(by: >) + [0, 0]
                let missing = ranked[1] < least.count ? least[ranked[1]] - ranked[0] : 20
                if missing <= 0 { break }
                waves.append(drawn..<min(drawn + missing, 20))
                drawn += missing
            }
            return waves
        },
    ]

    /// A question of which 20 samples are known, some without an answer.
    struct Question: Sendable {
        let answers: [Int?]
        let texts: [String]

        init(using generator: inout SplitMix64) {
            let right = Int.random(in: 1...99, using: &generator)
            let ease = Double.random(in: 0.5...1, using: &generator)
            var answers: [Int?] = []
            var texts: [String] = []
            for _ in 0..<20 {
                let isRight = Double.random(in: 0..<1, using: &generator) < ease
                let answer = isRight ? right : Int.random(in: 0..<5, using: &generator) * 1_000
                let length = Int.random(in: isRight ? 8...30 : 0...15, using: &generator)
                let isLost = Int.random(in: 0..<20, using: &generator) == 0
                answers.append(isLost ? nil : answer)
                texts.append(
                    String(repeating: "So be it. ", count: length)
                        + (isLost ? "I cannot say." : "The answer is \(answer)."))
            }
            self.answers = answers
            self.texts = texts
        }
    }

    @Test(arguments: cases) func changesNoAnswerAndNoCount(method: Case) async throws {
        var generator = SplitMix64(state: 20)
        let questions = (0..<20).map { _ in Question(using: &generator) }
        let current = Mutex<(question: Question, gate: OrderGate?)>((questions[0], nil))
        try await ServiceUnderTest.with { call in
            let (question, gate) = current.withLock { $0 }
            await gate?.pass(call.seed)
            return .saysAtOnce([question.texts[call.seed]])
        } _: { hone in
            for question in questions {
                current.withLock { $0 = (question, nil) }
                let waves = method.waves(question.answers)
                // Every reply at once, and so in the order of the calls.
                let inOrder = try await ask(hone, method)
                // Else the gate would wait for calls that never come.
                try #require(inOrder.calls == waves.reduce(0) { $0 + $1.count })
                for order in Order.allCases {
                    let gate = OrderGate()
                    current.withLock { $0 = (question, gate) }
                    let before = hone.upstream.observations.calls.count
                    async let answer = ask(hone, method)
                    for wave in waves {
                        let seeds = sorted(wave, of: question, by: order, &generator)
                        await release(wave, seeds, gate, hone, callsBefore: before)
                    }
                    let held = try await answer
                    #expect(held == inOrder)
                }
            }
        }
    }

    /// Lets the replies of a wave go one after another, once all of its calls are there.
    ///
    /// It waits for numbers that only grow: how many run may be so for a moment that nobody sees.
    private func release(
        _ wave: Range<Int>, _ order: [Int], _ gate: OrderGate, _ hone: ServiceUnderTest, callsBefore: Int
    ) async {
        await hone.upstream.wait { $0.calls.count >= callsBefore + wave.upperBound }
        for (place, seed) in order.enumerated() {
            gate.open(seed)
            // The rest may have been cancelled meanwhile.
            await hone.upstream.wait { $0.calls.count - $0.running > callsBefore + wave.lowerBound + place }
        }
    }

    private func sorted(
        _ wave: Range<Int>, of question: Question, by order: Order, _ generator: inout SplitMix64
    ) -> [Int] {
        switch order {
        case .shuffled: wave.shuffled(using: &generator)
        case .shortestFirst: wave.sorted { question.texts[$0].count < question.texts[$1].count }
        }
    }

    /// What must not depend on the order: the answer, and the evidence for it.
    struct Outcome: Equatable {
        let calls: Int
        let evidence: [JSON?]
    }

    private func ask(_ hone: ServiceUnderTest, _ method: Case) async throws -> Outcome {
        let answer = try await hone.post(
            "/v1/refine/\(method.method)",
            #"""
            {"model":"m","prompt":"How many?","parameters":\#(method.parameters),"sampling":{"seed":0},
             "answer":{"type":"number"}}
            """#
        ).json
        await hone.upstream.wait { $0.running == 0 }
        let members = ["answer", "output", "confidence", "agreement", "votes", "stop_reason", "control", "rounds"]
        return Outcome(
            calls: answer["calls"]?.int ?? 0, evidence: members.map { answer[$0] } + [answer["samples"]?["counted"]])
    }
}

/// A generator whose numbers are the same in every run (Steele, Lea and Flood, 2014).
struct SplitMix64: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
