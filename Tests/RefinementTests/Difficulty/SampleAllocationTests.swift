import Testing

@testable import Refinement

@Suite struct SampleAllocationTests {
    func allocation(_ sizes: [Int], neighbours: Int) -> SampleAllocation {
        var allocation = SampleAllocation(size: SampleSize(window: 4, most: 40), neighbours: neighbours)
        for size in sizes { allocation.take(size) }
        return allocation
    }

    @Test func givesTheFirstMAWindow() {
        #expect(allocation([40, 40, 40], neighbours: 4).initialSize == 4)
        #expect(allocation([40, 40, 40, 40], neighbours: 4).initialSize == 40)
    }

    @Test func takesTheMeanOfTheLastMInWholeWindows() {
        #expect(allocation([40, 4, 4, 4, 12], neighbours: 4).initialSize == 8)
        // A mean of 6 and one of 10 are both 8: half to even.
        #expect(allocation([4, 8], neighbours: 2).initialSize == 8)
        #expect(allocation([8, 12], neighbours: 2).initialSize == 8)
    }
}
