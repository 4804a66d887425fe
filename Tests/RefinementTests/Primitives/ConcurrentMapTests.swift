import Testing

@testable import Refinement

@Suite struct ConcurrentMapTests {
    @Test func keepsTheOrderOfTheElementsWhateverEndsFirst() async throws {
        let order = ArrivalOrder(first: 7, count: 8)
        let doubled = try await (0..<8).concurrentMap { element in
            await order.wait(for: element)
            return 2 * element
        }
        #expect(doubled == [0, 2, 4, 6, 8, 10, 12, 14])
    }

    @Test func cancelsTheRestWhereOneFails() async {
        await #expect(throws: ModelError.noChoice) {
            try await [0, 1, 2].concurrentMap { element in
                if element == 1 { throw ModelError.noChoice }
                try await Task.sleep(for: .seconds(3_600))
            }
        }
    }

    @Test func isEmptyForNothing() async throws {
        let nothing = try await [Int]().concurrentMap { $0 }
        #expect(nothing.isEmpty)
    }
}
