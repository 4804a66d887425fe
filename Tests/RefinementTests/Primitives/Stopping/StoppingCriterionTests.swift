import Foundation
import Testing

@testable import Refinement

@Suite struct StoppingCriterionTests {
    @Test(
        arguments: [
            (.beta, [4], true), (.beta, [3], false), (.beta, [6, 1], true), (.beta, [5, 1], false),
            (.beta, [6, 1, 1, 1], true),
            (.dirichlet, [4], true), (.dirichlet, [3], false), (.dirichlet, [6, 1], true),
            (.dirichlet, [6, 1, 1], false),
            // One answer has an imaginary vote against it: H(4/5, 1/5) = 0.722.
            (.entropy, [1], false), (.entropy, [3], false), (.entropy, [4], true), (.entropy, [3, 1], false),
            (.entropy, [4, 1], true), (.entropy, [10, 9], false), (.entropy, [10, 9, 1], false),
            (.entropy, [14, 13, 1], true),
            // H = ¾ log 3, which is equality.
            (.entropy, [8, 3, 1], true),
            (.majority, [1], false), (.majority, [2], true), (.majority, [4, 1], true), (.majority, [7, 2], false),
            (.majority, [8, 1, 1], true),
        ] as [(StoppingCriterion, [Int], Bool)])
    func stopsWhenTheVotesAreClear(criterion: StoppingCriterion, counts: [Int], stops: Bool) {
        #expect(criterion.isMet(by: counts, threshold: criterion.defaultThreshold) == stops)
    }

    @Test(arguments: StoppingCriterion.allCases)
    func withoutAnAnswerNothingIsClear(criterion: StoppingCriterion) {
        #expect(!criterion.isMet(by: [], threshold: criterion == .entropy ? 1 : 0))
    }

    @Test func entropyIsThatOfTheShares() {
        for counts in [[5, 3], [7, 2, 1], [9, 9, 4, 1, 1], [1, 1, 1]] {
            let votes = Double(counts.reduce(0, +))
            let entropy = counts.map { Double($0) / votes }.reduce(0) { $0 - $1 * log2($1) }
            let expected = entropy / log2(Double(counts.count))
            #expect(abs(StoppingCriterion.entropy.statistic(of: counts) - expected) < 1e-14)
        }
    }

    /// Totals of sampling.md §20.3 over 500 questions in recorded order: right answers, samples, and rounds with batching.
    @Test(
        .enabled(if: RecordedVotes.directory != nil, "shared/data is not here"),
        arguments: [(0.95, 414, 3_163), (0.90, 414, 2_347), (0.99, 415, 4_709)])
    func getsExactlyAsManyRightWithAsManySamplesAsRecorded(threshold: Double, right: Int, samples: Int) throws {
        var (sumRight, sumSamples, rounds) = (0, 0, 0)
        for question in try RecordedVotes.questions() {
            var drawn = 0
            var counts: [Int] = []
            repeat {
                drawn += StoppingCriterion.beta.lookAhead(
                    counts: counts, threshold: threshold, remaining: 40 - drawn)
                counts = question.answers.prefix(drawn).counts
                rounds += 1
            } while drawn < 40 && !StoppingCriterion.beta.isMet(by: counts, threshold: threshold)
            var ballot = Ballot()
            for answer in question.answers.prefix(drawn) {
                ballot.cast(Answer(kind: .text, canonical: answer, display: answer))
            }
            sumRight += ballot.leader?.answer.canonical == question.gold ? 1 : 0
            sumSamples += drawn
        }
        #expect(sumRight == right)
        #expect(sumSamples == samples)
        if threshold == 0.95 { #expect(rounds == 792) }
    }
}
