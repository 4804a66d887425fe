import Foundation
import Testing

@testable import Refinement

@Suite struct ControlSchemeTests {
    func scheme(_ frequencies: [[Double]], budget: Int = 40) throws -> ControlScheme {
        try #require(ControlScheme(frequencies: frequencies, budget: budget))
    }

    @Test func oneAnswerTakesOneWindow() throws {
        let forecast = try scheme([[1]]).forecast(window: 5)
        #expect(forecast == .init(window: 5, expectedSamples: 5, affectedProbability: 0))
    }

    @Test func isThePapersFormula() throws {
        let forecast = try scheme([[0.4, 0.6]]).forecast(window: 5)
        let q = 0.088
        let expected = (0...6).reduce(0) { $0 + Double($1 + 1) * q * pow(1 - q, Double($1)) } + 8 * pow(1 - q, 7)
        #expect(abs(forecast.expectedSamples - 5 * expected) < 1e-12)
        // 1 − Φ(√(w(1 − p)/p)) = 1 − Φ(2.7386).
        #expect(abs(forecast.affectedProbability - 0.003085) < 1e-6)
    }

    @Test func samplesWithoutAnAnswerKeepAWindowFromBeingUnanimous() throws {
        #expect(try scheme([[]]).forecast(window: 5) == .init(window: 5, expectedSamples: 40, affectedProbability: 0))
        #expect(try scheme([[0.8]]).forecast(window: 5).expectedSamples > 5)
    }

    @Test func aWholeWindowIsTheBudget() throws {
        #expect(abs(try scheme([[0.6, 0.4]]).forecast(window: 40).expectedSamples - 40) < 1e-12)
        // Of 40 samples in windows of 6 the last four are never drawn.
        #expect(abs(try scheme([[]]).forecast(window: 6).expectedSamples - 36) < 1e-12)
    }

    @Test func choosesTheCheapestWindowThatIsSafeEnough() throws {
        let scheme = try scheme([[1], [0.8, 0.2], [0.6, 0.4]])
        let all = [2, 4, 5, 8, 10, 20, 40].map(scheme.forecast)
        let chosen = try #require(scheme.window(affectedProbabilityUpTo: 1e-3))
        #expect(chosen.affectedProbability <= 1e-3)
        #expect(all.allSatisfy { $0.affectedProbability > 1e-3 || $0.expectedSamples >= chosen.expectedSamples })
    }

    @Test func choosesTheSafestWindowThatIsCheapEnough() throws {
        let scheme = try scheme([[1], [0.8, 0.2], [0.6, 0.4]])
        let all = [2, 4, 5, 8, 10, 20, 40].map(scheme.forecast)
        let chosen = try #require(scheme.window(expectedSamplesUpTo: 20))
        #expect(chosen.expectedSamples <= 20)
        #expect(all.allSatisfy { $0.expectedSamples > 20 || $0.affectedProbability >= chosen.affectedProbability })
    }

    @Test func equalWindowsAreDecidedBySamplesThenBySize() throws {
        // Nothing is ever affected: the cheapest window is the smallest.
        #expect(try scheme([[1]]).window(expectedSamplesUpTo: 30)?.window == 2)
        // Nothing is ever unanimous: every window takes all 40 samples.
        #expect(try scheme([[]]).window(affectedProbabilityUpTo: 0)?.window == 2)
    }

    @Test func fallsBackToTheNearestMissWhenNoWindowQualifies() throws {
        let scheme = try scheme([[0.6, 0.4]])
        let all = [2, 4, 5, 8, 10, 20, 40].map(scheme.forecast)
        let safest = try #require(scheme.window(affectedProbabilityUpTo: -1))
        #expect(all.allSatisfy { $0.affectedProbability >= safest.affectedProbability })
        let cheapest = try #require(scheme.window(expectedSamplesUpTo: 1))
        #expect(all.allSatisfy { $0.expectedSamples >= cheapest.expectedSamples })
    }

    @Test func needsAQuestionAndAWindow() {
        #expect(ControlScheme(frequencies: [], budget: 40) == nil)
        #expect(ControlScheme(frequencies: [[1]], budget: 1) == nil)
        #expect(ControlScheme(frequencies: [[1]], budget: 2)?.window(affectedProbabilityUpTo: 0)?.window == 2)
    }

    /// The numbers in the image of the official repository, and all their digits as its script computes them.
    @Test(.enabled(if: RecordedVotes.directory != nil, "shared/data is not here"))
    func forecastsForLastLettersWhatIsPublished() throws {
        var random = PythonRandom(seed: 0)
        let frequencies = try RecordedVotes.questions().map { question in
            random.sample(question.answers, 5).counts.map { Double($0) / 5 }
        }
        let forecast = try scheme(frequencies).forecast(window: 5)
        #expect(forecast.expectedSamples == 8.687585036109475)
        #expect(forecast.affectedProbability == 1.9208776587855558e-4)
    }
}
