import Testing

@testable import Refinement

@Suite struct SampleSizeTests {
    @Test(arguments: [(4.0, 4), (5, 4), (6, 8), (7, 8), (9.9, 8), (10, 8), (10.1, 12), (14, 16), (40, 40), (0.5, 4)])
    func roundsHalfToEven(size: Double, rounded: Int) {
        #expect(SampleSize(window: 4, most: 40).rounded(size) == rounded)
    }

    @Test func isNeverMoreThanTheMost() {
        #expect(SampleSize(window: 4, most: 10).rounded(11) == 10)
        #expect(SampleSize(window: 4, most: 3).initial == 3)
    }
}
