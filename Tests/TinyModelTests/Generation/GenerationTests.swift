import Foundation
import Testing

@testable import TinyModel

@Suite struct GenerationTests {
    private let question = Fixture.applesQuestion

    @Test func choicesEqualSingleAnswersOfTheNextSeeds() throws {
        let together = try Fixture.texts(
            question, GenerationOptions(choices: 7, temperature: 0.8, topP: 0.95, seed: 40))
        let singles = try (40..<47).flatMap { seed in
            try Fixture.texts(question, GenerationOptions(temperature: 0.8, topP: 0.95, seed: seed))
        }
        #expect(together == singles)
        #expect(Set(together).count > 1)
    }

    @Test func seedsWrapAround() throws {
        let texts = try Fixture.texts(question, GenerationOptions(choices: 2, temperature: 0.8, seed: .max))
        #expect(try texts[1] == Fixture.texts(question, GenerationOptions(temperature: 0.8, seed: 0))[0])
    }

    @Test(arguments: 1...4)
    func stopsAtMaxTokens(_ limit: Int) throws {
        let events = try Fixture.events(question, GenerationOptions(temperature: 0, maxTokens: limit))
        #expect(events.count == limit)
        #expect(events.last?.finish == .length)
        #expect(events.dropLast().allSatisfy { $0.finish == nil })
    }

    @Test func countsTheEndTokenAndNotThePromptTwice() throws {
        let prompt = try Fixture.prompt(question)
        var generation = try Generation(
            Fixture.model, prompt: prompt, options: GenerationOptions(choices: 3, temperature: 0))
        var steps = 0
        while !generation.isFinished {
            _ = generation.step()
            steps += 1
        }
        // "3 * 12 = 36. 22 + 36 = 58. The answer is 58." and the end token.
        #expect(generation.completionTokens == 3 * steps)
        #expect(generation.promptTokens == prompt.count)
    }

    @Test func endsBeforeAStopString() throws {
        let whole = try Fixture.texts(question, GenerationOptions(temperature: 0))[0]
        let cut = try #require(whole.range(of: " = 58"))
        let options = GenerationOptions(temperature: 0, stops: [" = 58", "never"], topLogProbabilities: 0)
        let events = try Fixture.events(question, options)
        #expect(events.map(\.text).joined() == whole[..<cut.lowerBound])
        #expect(events.last?.finish == .stop)
        let tokenizer = try Fixture.model.tokenizer
        let tokens = events.flatMap(\.tokens).flatMap { tokenizer.bytes(of: $0.chosen.token) }
        #expect(String(decoding: tokens, as: UTF8.self) == whole[..<cut.lowerBound])
        #expect(events.allSatisfy { $0.endToken == nil })
    }

    @Test func aStopThatNeverComesChangesNothing() throws {
        let whole = try Fixture.texts(question, GenerationOptions(temperature: 0))
        let options = GenerationOptions(temperature: 0, stops: ["58. The answer is 59", "x"], topLogProbabilities: 0)
        #expect(try Fixture.texts(question, options) == whole)
        let events = try Fixture.events(question, options)
        let model = try Fixture.model
        #expect(events.flatMap(\.tokens).map(\.chosen.token) == model.tokenizer.encode(whole[0], markers: false))
        #expect(events.last?.endToken?.chosen.token == model.tokenizer.endToken)
    }

    @Test func theWholeVocabularySumsToOne() throws {
        let options = GenerationOptions(temperature: 0.8, topP: 0.5, seed: 3, topLogProbabilities: 126)
        for token in try Fixture.events(question, options).flatMap(\.tokens) {
            #expect(token.alternatives.count == 126)
            let sum = token.alternatives.reduce(0) { $0 + ScalarMath.exponential($1.logProbability) }
            #expect(abs(sum - 1) < 1e-5)
            #expect(token.alternatives.contains(token.chosen))
            let scores = token.alternatives.map(\.logProbability)
            #expect(scores == scores.sorted(by: >))
        }
    }

    @Test func refusesPromptsThatDoNotFit() throws {
        let model = try Fixture.model
        #expect(throws: TinyModelError.emptyPrompt) {
            try Generation(model, prompt: [], options: GenerationOptions())
        }
        #expect(throws: TinyModelError.contextExceeded(promptTokens: 1_024, contextTokens: 1_024)) {
            try Generation(model, prompt: Array(repeating: 8, count: 1_024), options: GenerationOptions())
        }
    }

    @Test func endsWithTheContext() throws {
        var generation = try Generation(
            Fixture.model, prompt: Array(repeating: 8, count: 1_021),
            options: GenerationOptions(choices: 2, temperature: 2, stops: ["never"]))
        var last: [TokenEvent] = []
        while !generation.isFinished {
            last = generation.step()
        }
        #expect(last.allSatisfy { $0.finish != nil })
        #expect(generation.completionTokens <= 6)
    }
}
