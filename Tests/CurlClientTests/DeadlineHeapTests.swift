import Testing

@testable import CurlClient

@Suite struct DeadlineHeapTests {
    private final class Entry: DeadlineHolder {
        var scheduledDeadline = ContinuousClock.now
        var heapPosition: Int?
    }

    /// What is left in the heap, in order.
    private func drained(_ heap: DeadlineHeap<Entry>) -> [ContinuousClock.Instant] {
        var heap = heap
        var order: [ContinuousClock.Instant] = []
        while let first = heap.first {
            order.append(first.scheduledDeadline)
            heap.remove(first)
        }
        return order
    }

    @Test func keepsOrderWhateverIsAddedMovedAndRemoved() {
        let start = ContinuousClock.now
        var random = SystemRandomNumberGenerator()
        var heap = DeadlineHeap<Entry>()
        var entries: [Entry] = []
        for step in 0..<2000 {
            let deadline = start + .milliseconds(Int.random(in: 0..<500, using: &random))
            if entries.isEmpty || step % 3 == 0 {
                entries.append(Entry())
                heap.schedule(entries[entries.count - 1], at: deadline)
            } else if step % 3 == 1 {
                heap.schedule(entries[Int.random(in: entries.indices, using: &random)], at: deadline)
            } else if step % 6 == 2 {
                heap.remove(entries.remove(at: Int.random(in: entries.indices, using: &random)))
            }
            #expect(heap.first?.scheduledDeadline == entries.map(\.scheduledDeadline).min())
        }
        #expect(drained(heap) == entries.map(\.scheduledDeadline).sorted())
    }

    @Test func removingTwiceIsHarmless() {
        var heap = DeadlineHeap<Entry>()
        let entry = Entry()
        heap.schedule(entry, at: .now)
        heap.remove(entry)
        heap.remove(entry)
        #expect(heap.first == nil)
        #expect(entry.heapPosition == nil)
    }
}
