import JSON

@testable import Refinement

/// A model with a call for each sample, and no log-probabilities.
protocol PlainModel: LanguageModel {}

extension PlainModel {
    var logprobSupport: LogprobSupport? { nil }

    func callSizes(for count: Int, spare: Int) -> [Int] { Array(repeating: 1, count: count) }

    func learn(_ support: LogprobSupport) {}
}

/// A model that is asked several questions, every sample of which is written down by the test.
struct ExamModel: PlainModel {
    let name = "exam"
    /// Runs before any call says anything.
    var before: @Sendable () async -> Void = {}
    /// What becomes of sample i of a question.
    var line: @Sendable (_ question: String, _ sample: Int, _ isGreedy: Bool) -> ScriptedModel.Line

    func generate(_ call: ModelCall) -> any CompletionStream {
        let question = call.conversation.question
        let isGreedy = call.sampling["temperature"]?.double == 0
        let model = ScriptedModel(before: { _ in await before() }) { sample, _ in line(question, sample, isGreedy) }
        return ScriptedStream(model: model, first: call.sampling["seed"]?.int ?? 0, choices: call.choices)
    }
}

/// A model that orders questions by a difficulty that the test knows.
struct RankerModel: PlainModel {
    let name = "ranker"
    /// How hard a question is.
    var difficulty: @Sendable (String) -> Double

    func generate(_ call: ModelCall) -> any CompletionStream {
        let lines = call.conversation.question.split(separator: "\n")
        let labels = lines.indices.filter { lines[$0].hasPrefix("Q") && lines[$0].hasSuffix(":") }
        let order = labels.map { (label: lines[$0].dropLast(), difficulty: difficulty(String(lines[$0 + 1]))) }
            .sorted { $0.difficulty < $1.difficulty }
        let reply = order.map(\.label).joined(separator: ", ")
        return ScriptedStream(model: ScriptedModel { _, _ in .says(reply) }, first: 0, choices: 1)
    }
}

extension Question {
    /// A question of this text, whose answer is a number and whose sample i has seed i.
    static func asking(_ text: String) throws -> Question {
        var question = try Question.number()
        question.conversation = Conversation([Message(role: "user", text: text)])
        return question
    }
}
