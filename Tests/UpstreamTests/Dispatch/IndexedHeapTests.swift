import Testing

@testable import Upstream

@Suite struct IndexedHeapTests {
    @Test func givesElementsByRankWhateverHappensToTheirRanksMeanwhile() {
        var heap = IndexedHeap<Int, Int>()
        var model: [Int: Int] = [:]
        var state: UInt64 = 7
        func random(_ bound: Int) -> Int {
            state = PrefixAffinity.mix(state &+ 0x9E37_79B9_7F4A_7C15)
            return Int(state % UInt64(bound))
        }
        for _ in 0..<20_000 {
            let element = random(50)
            if random(3) == 0 {
                heap.remove(element)
                model[element] = nil
            } else {
                let rank = random(1_000)
                heap.set(element, to: rank)
                model[element] = rank
            }
            #expect(heap.firstRank == model.values.min())
            #expect(heap.count == model.count)
            #expect(heap.first.map { model[$0] == heap.firstRank } ?? model.isEmpty)
        }
    }
}
