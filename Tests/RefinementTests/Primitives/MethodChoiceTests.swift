import JSON
import Testing

@testable import Refinement

@Suite struct MethodChoiceTests {
    func choice(
        _ prompt: String, type: AnswerType = .auto, options: JSON = [:], logprobs: Bool = true
    ) throws -> MethodChoice {
        MethodChoice(for: try .worded(prompt, type: type, options: options), logprobs: logprobs)
    }

    @Test(arguments: [
        "How many apples are left?", "What is 17*23?", "Is it raining? Answer yes or no.",
        "Which is red?\nA) grass\nB) blood", "Put the result in \\boxed{}.",
        "Take the last letters of the words in \"Ada Bob\" and concatenate them.",
    ])
    func letsAnswersVoteThatTheQuestionAsksFor(prompt: String) throws {
        let choice = try choice(prompt)
        #expect(choice.method == .adaptiveConsistency)
        #expect(choice.reason.hasSuffix("Samples can vote."))
    }

    @Test(arguments: [AnswerType.number, .math, .choice, .boolean, .letters, .json])
    func letsAnswersVoteWhoseTypeTheCallerNames(type: AnswerType) throws {
        let choice = try choice("Well?", type: type, logprobs: false)
        #expect(choice.method == .adaptiveConsistency)
        #expect(choice.reason == "The answer's type is '\(type.rawValue)' (requested). Samples can vote.")
    }

    @Test(
        arguments: [
            ["tools": [["type": "function"]]], ["functions": [["name": "f"]]],
            ["response_format": ["type": "json_schema"]], ["tools": [["type": "function"]], "tool_choice": "auto"],
        ] as [JSON])
    func letsToolCallsAndFormatsVote(options: JSON) throws {
        #expect(try choice("Write a poem.", options: options).method == .adaptiveConsistency)
    }

    @Test(
        arguments: [
            [:], ["tools": []], ["tools": [["type": "function"]], "tool_choice": "none"],
            ["response_format": ["type": "text"]],
        ] as [JSON])
    func ranksFreeTextWhereLogprobsTellAndRevisesItElse(options: JSON) throws {
        let ranked = try choice("Write a poem.", options: options)
        #expect(ranked.method == .bestOfN && ranked.reason.hasSuffix("samples can be ranked."))
        let revised = try choice("Write a poem.", options: options, logprobs: false)
        #expect(revised.method == .selfRefine && revised.reason.hasSuffix("an answer can be revised."))
    }

    @Test(arguments: [AnswerType.text, .code])
    func takesWordsAndCodeForFreeText(type: AnswerType) throws {
        #expect(try choice("How many?", type: type).method == .bestOfN)
    }
}
