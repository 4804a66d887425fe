import Foundation
import Testing

@testable import Refinement

@Suite struct ListedDistributionsTests {
    func token(_ count: Int, mass: Double = 1) -> TokenDistribution {
        let listed = Array(repeating: log(mass / Double(max(count, 1))), count: count)
        return TokenDistribution(sampled: listed.first ?? 0, listed: listed)
    }

    func lists(_ tokens: [TokenDistribution], requested: Int, vocabulary: Int? = nil) -> ListedDistributions {
        ListedDistributions([tokens, []], requested: requested, vocabulary: vocabulary)
    }

    @Test func everythingThereIsIsNotSuspected() {
        let tokens = Array(repeating: token(37), count: 10)
        #expect(lists(tokens, requested: 128).wholeVocabulary == 37)
        #expect(!lists(tokens, requested: 128).isProbablyProcessed)
        #expect(lists(tokens, requested: 37, vocabulary: 37).wholeVocabulary == 37)
    }

    @Test func asManyAsAskedForMayNotBeAll() {
        let tokens = Array(repeating: token(37), count: 10)
        #expect(lists(tokens, requested: 37).wholeVocabulary == nil)
        #expect(!lists(tokens, requested: 37).isProbablyProcessed)
    }

    @Test func twentyAreATopListEvenIfTheySumUpToOne() {
        let tokens = Array(repeating: token(20), count: 10)
        #expect(lists(tokens, requested: 20, vocabulary: 20).wholeVocabulary == nil)
        #expect(lists(tokens, requested: 50) == lists(Array(repeating: token(5), count: 10), requested: 20))
        #expect(lists(tokens, requested: 50).isProbablyProcessed)
    }

    @Test func listsOfSeveralLengthsOrWithoutAllTheMassAreNotWhole() {
        #expect(lists([token(37), token(36)], requested: 128).wholeVocabulary == nil)
        #expect(lists([token(37), token(37, mass: 0.99)], requested: 128).wholeVocabulary == nil)
        #expect(lists([token(37), token(37, mass: 0.9995)], requested: 128).wholeVocabulary == 37)
    }

    @Test func oneShortListInTwentyIsForgiven() {
        let full = Array(repeating: token(20, mass: 0.9), count: 19)
        #expect(!lists(full + [token(3)], requested: 20).isProbablyProcessed)
        #expect(lists(full + [token(3), token(4)], requested: 20).isProbablyProcessed)
    }

    @Test func nothingSaysNothing() {
        #expect(lists([], requested: 20).wholeVocabulary == nil)
        #expect(!lists([], requested: 20).isProbablyProcessed)
    }
}
