import Foundation
import Testing

@testable import Refinement

@Suite struct ListedDistributionsTests {
    func token(_ count: Int, mass: Double = 1) -> TokenDistribution {
        let listed = Array(repeating: log(mass / Double(max(count, 1))), count: count)
        return TokenDistribution(sampled: listed.first ?? 0, listed: listed)
    }

    func lists(
        _ tokens: [TokenDistribution], top: Int, isLimit: Bool = false, vocabulary: Int? = nil
    ) -> ListedDistributions {
        ListedDistributions([tokens, []], listing: .init(top: top, isLimit: isLimit), vocabulary: vocabulary)
    }

    @Test func everythingThereIsIsWholeAndNotSuspected() {
        let tokens = Array(repeating: token(37), count: 10)
        #expect(lists(tokens, top: 37, isLimit: true).wholeVocabulary == 37)
        #expect(!lists(tokens, top: 37, isLimit: true).isProbablyProcessed)
        #expect(lists(tokens, top: 128, vocabulary: 37).wholeVocabulary == 37)
        #expect(!lists(tokens, top: 128, vocabulary: 37).isProbablyProcessed)
    }

    @Test func asManyAsAServerAllowsNeedNotBeAll() {
        let tokens = Array(repeating: token(37), count: 10)
        #expect(lists(tokens, top: 37).wholeVocabulary == nil)
        #expect(lists(tokens, top: 37, isLimit: true, vocabulary: 128_256).wholeVocabulary == nil)
        #expect(!lists(tokens, top: 37).isProbablyProcessed)
    }

    @Test func listsThatAreShorterThanTheServerShowedItCanAreSuspected() {
        let tokens = Array(repeating: token(37), count: 10)
        #expect(lists(tokens, top: 50, isLimit: true).wholeVocabulary == nil)
        #expect(lists(tokens, top: 50, isLimit: true).isProbablyProcessed)
    }

    @Test func twentyAreATopListEvenIfTheySumUpToOne() {
        let tokens = Array(repeating: token(20), count: 10)
        #expect(lists(tokens, top: 20, isLimit: true, vocabulary: 20).wholeVocabulary == nil)
    }

    @Test func listsOfSeveralLengthsOrWithoutAllTheMassAreNotWhole() {
        #expect(lists([token(37), token(36)], top: 37, isLimit: true).wholeVocabulary == nil)
        #expect(lists([token(37), token(37, mass: 0.9999)], top: 37, isLimit: true).wholeVocabulary == nil)
        #expect(lists([token(37), token(37, mass: 0.999995)], top: 37, isLimit: true).wholeVocabulary == 37)
        #expect(lists([token(2_000, mass: 0.99995)], top: 2_000, isLimit: true).wholeVocabulary == 2_000)
    }

    @Test func oneShortListInTwentyIsForgiven() {
        let full = Array(repeating: token(20, mass: 0.9), count: 19)
        #expect(!lists(full + [token(3)], top: 20).isProbablyProcessed)
        #expect(lists(full + [token(3), token(4)], top: 20).isProbablyProcessed)
    }

    @Test func theOneThatASampledTokenDroveOutIsForgiven() {
        #expect(!lists(Array(repeating: token(19, mass: 0.9), count: 20), top: 20).isProbablyProcessed)
    }

    @Test func tokensWithoutAListSayNothingUnlessAllAre() {
        let some = [token(0), token(20, mass: 0.9), token(0)]
        #expect(!lists(some, top: 20).isProbablyProcessed)
        #expect(lists([token(0), token(0)], top: 20).isProbablyProcessed)
    }

    @Test func nothingSaysNothing() {
        #expect(lists([], top: 20).wholeVocabulary == nil)
        #expect(!lists([], top: 20).isProbablyProcessed)
    }
}
