import Foundation
import Testing

@testable import TinyModel

@Suite struct RecordedAnswersTests {
    @Test func thereAreEightQuestionsOfEachNumberOfSteps() {
        #expect(RecordedAnswers.all.count == 40)
        #expect(RecordedAnswers.all.allSatisfy { !$0.samples.isEmpty })
    }

    @Test(arguments: RecordedAnswers.all)
    func saysGreedilyWhatLlamaCppSays(_ recorded: RecordedAnswers) throws {
        #expect(try Fixture.texts(recorded.question, GenerationOptions(temperature: 0)) == [recorded.greedy])
    }

    /// llama.cpp keeps keys and values in 16 bits, so single log-probabilities differ by up to 0.05. Self-certainty
    /// (the mean over the tokens of −(1/V) Σ log(V·p), arXiv 2502.18581) was recorded from the weights themselves.
    @Test(arguments: RecordedAnswers.all)
    func findsRecordedSamplesAsLikelyAndAsCertain(_ recorded: RecordedAnswers) throws {
        for sample in recorded.samples {
            let (tokens, scores) = try forced(sample, after: recorded.question)
            #expect(tokens.count == sample.logProbabilities.count)
            var certainty = 0.0
            for (index, expected) in sample.logProbabilities.enumerated() {
                #expect(abs(Double(scores[index][tokens[index]]) - expected) < 0.06)
                let size = Double(scores[index].count)
                certainty -= Double(scores[index].reduce(0, +)) / size + log(size)
            }
            #expect(abs(certainty / Double(tokens.count) - sample.selfCertainty) < 1e-3)
        }
    }

    /// The sample's tokens, and before each of them the log-probabilities of all tokens.
    private func forced(
        _ sample: RecordedAnswers.Sample, after question: String
    ) throws -> (tokens: [Int], scores: [[Float]]) {
        let model = try Fixture.model
        let prompt = try Fixture.prompt(question)
        let text = model.tokenizer.encode(sample.text, markers: false)
        let tokens = sample.endsItsTurn ? text + [model.tokenizer.endToken] : text
        var caches = [KeyValueCache(model.configuration)]
        let rows = (prompt + tokens).dropLast().enumerated().map { index, token in
            TokenRow(token: token, sequence: 0, wantsLogits: index >= prompt.count - 1)
        }
        return (tokens, model.forward(rows, caches: &caches).map { $0.logSoftmax() })
    }
}
