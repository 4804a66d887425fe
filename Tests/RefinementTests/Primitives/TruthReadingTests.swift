import Foundation
import JSON
import Testing

@testable import Refinement

@Suite struct TruthReadingTests {
    func reply(_ text: String, _ top: [(text: String, p: Double)]) -> Completion {
        let word = ScriptedWord(text, log(0.5), top: top.map { ($0.text, log($0.p)) })
        let message: JSON = ["role": "assistant", "content": .string(text)]
        return Completion(
            message: message.object ?? JSON.Object(), finishReason: "length", logprobs: ["content": [word.json]],
            tokens: [word.distribution])
    }

    @Test(
        arguments: [
            // All spellings of one answer count together.
            ([("A", 0.3), (" A", 0.2), ("(A)", 0.1), ("B", 0.2)], 0.75),
            ([("true", 0.6), ("FALSE", 0.2)], 0.75), ([(" Yes", 0.1), ("\nno", 0.3)], 0.25),
            ([("1", 0.1), ("0", 0.1)], 0.5), ([("B", 0.2), ("Because", 0.8)], 0), ([("A.", 0.2), ("As", 0.8)], 1),
        ] as [([(text: String, p: Double)], Double)])
    func addsUpTheSpellings(top: [(text: String, p: Double)], probability: Double) {
        let reading = TruthReading(reply(top[0].text, top), temperature: 1)
        #expect(abs(reading.probability - probability) < 1e-12)
        #expect(reading.source == .logprobs)
    }

    @Test func dividesTheLogitsByTheTemperature() {
        let sure = reply("A", [("A", 0.9), ("B", 0.1)])
        #expect(abs(TruthReading(sure, temperature: 2).probability - 0.75) < 1e-12)
        #expect(TruthReading(reply("A", [("A", 0.9)]), temperature: 2).probability == 1)
        #expect(TruthReading(reply("B", [("B", 0.9)]), temperature: 2).probability == 0)
    }

    @Test func countsTheSampledTokenOnceThoughItIsNotListed() {
        // A has 0.5, of which the list does not tell.
        #expect(TruthReading(reply("A", [("B", 0.5)]), temperature: 1).probability == 0.5)
        #expect(abs(TruthReading(reply("A", [("A", 0.5), ("B", 0.25)]), temperature: 1).probability - 2 / 3) < 1e-12)
    }

    @Test func goesByTheTextWhereNoLogprobTells() {
        let message: JSON = ["role": "assistant", "content": "(B)"]
        let silent = Completion(message: message.object ?? JSON.Object(), finishReason: "length")
        #expect(TruthReading(silent, temperature: 1) == TruthReading(silent, temperature: 3))
        #expect(TruthReading(silent, temperature: 1).probability == 0)
        #expect(TruthReading(silent, temperature: 1).source == .text)
    }

    @Test func knowsNothingOfAJudgeThatSaysNeither() {
        let reading = TruthReading(reply("Well", [("Well", 0.5), ("Hm", 0.4)]), temperature: 1)
        #expect(reading.probability == 0.5 && reading.source == .default)
    }

    @Test func readsTheOlderShape() {
        let logprobs: JSON = [
            "tokens": [" A"], "token_logprobs": [.number(log(0.6))],
            "top_logprobs": [[" A": .number(log(0.6)), " B": .number(log(0.2))]],
        ]
        let completion = Completion(message: JSON.Object(), finishReason: "length", logprobs: logprobs)
        #expect(abs(TruthReading(completion, temperature: 1).probability - 0.75) < 1e-12)
    }
}
