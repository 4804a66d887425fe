import JSON

@testable import Refinement

extension ScriptedModel {
    /// A model whose samples reach these answers one after another; a dash reaches none, an exclamation mark is lost.
    static func answers(_ letters: String) -> ScriptedModel {
        let letters = letters.filter { $0 != " " && $0 != "|" }.map(String.init)
        return ScriptedModel { sample, _ in
            switch letters[sample] {
            case "-": .says("")
            case "!": .fails(.unreachable(reason: "gone"))
            case let letter: .says(letter)
            }
        }
    }
}

extension Question {
    /// A question whose samples are nothing but their answers.
    static func verbatim() throws -> Question {
        var sampling = SamplingOptions()
        sampling["seed"] = 0
        let format = try AnswerFormat(type: .regex, pattern: "(?s)^(.+)$")
        return Question(
            conversation: Conversation([Message(role: "user", text: "Which?")]), sampling: sampling,
            extractor: AnswerExtractor(format: format, prompt: nil, isJSONRequested: false))
    }
}

extension Method {
    /// What the method makes of samples that reach these answers.
    static func refine(
        _ letters: String, _ parameters: JSON = [:], budget: Budget = Budget()
    ) async throws -> (answer: RefinedAnswer, run: Run) {
        let run = Run(model: ScriptedModel.answers(letters), budget: budget)
        return (try await with(parameters).refine(try .verbatim(), in: run), run)
    }
}
