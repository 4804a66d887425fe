import Foundation
import Testing

@testable import Refinement

@Suite struct ConfidenceMeasureTests {
    static let trace = [0.5, 0.8, 0.2].map { p in
        TokenDistribution(sampled: log(p), listed: [log(0.5), log(0.3), log(0.2)])
    }

    @Test(
        arguments: [
            (.meanLogProbability, (log(0.5) + log(0.8) + log(0.2)) / 3), (.sumLogProbability, log(0.08)),
            (.perplexity, -1 / cbrt(0.08)), (.meanProbability, 0.5), (.leastProbability, 0.2),
            (.tokenConfidence, -log(0.03) / 3), (.selfCertainty, -log(3) - log(0.03) / 3),
            (.selfCertaintyBound, -log(3) - log(0.03) / 3), (.gini, 0.38),
            (.entropy, 0.5 * log(0.5) + 0.3 * log(0.3) + 0.2 * log(0.2)),
        ] as [(ConfidenceMeasure, Double)])
    func isWhatThePaperSays(measure: ConfidenceMeasure, value: Double) {
        #expect(abs(measure.score(of: Self.trace, vocabulary: 3) - value) < 1e-12)
    }

    @Test(arguments: ConfidenceMeasure.allCases)
    func aSurerTraceScoresMore(measure: ConfidenceMeasure) {
        let sure = [TokenDistribution(sampled: log(0.97), listed: [log(0.97), log(0.02), log(0.005)])]
        let unsure = [TokenDistribution(sampled: log(0.4), listed: [log(0.4), log(0.3), log(0.25)])]
        #expect(measure.score(of: sure, vocabulary: 10) > measure.score(of: unsure, vocabulary: 10))
        #expect(measure.score(of: [], vocabulary: 10) == -.infinity)
    }

    @Test func aTraceAsLongAsItsProbabilityIsSmallIsStillFinite() {
        let trace = Array(repeating: TokenDistribution(sampled: -3, listed: [-3, -4]), count: 1_000)
        #expect(ConfidenceMeasure.sumLogProbability.score(of: trace) == -3_000)
        #expect(ConfidenceMeasure.meanLogProbability.score(of: trace) == -3)
    }

    @Test func groupsAreOfTheGivenLength() {
        // Token confidences 1, 2, …, 40.
        let trace = (1...40).map { TokenDistribution(sampled: 0, listed: [Double(-$0), Double(-$0)]) }
        #expect(abs(ConfidenceMeasure.lowestGroup.score(of: trace, window: 10) - 5.5) < 1e-12)
        #expect(abs(ConfidenceMeasure.tail.score(of: trace, window: 10) - 35.5) < 1e-12)
        // 31 groups with the means 5.5, 6.5, 7.5, …: a tenth are three.
        #expect(abs(ConfidenceMeasure.lowestTenth.score(of: trace, window: 10) - 6.5) < 1e-12)
        for measure in [ConfidenceMeasure.lowestGroup, .tail, .lowestTenth, .tokenConfidence] {
            #expect(abs(measure.score(of: trace) - 20.5) < 1e-12)
        }
    }
}
