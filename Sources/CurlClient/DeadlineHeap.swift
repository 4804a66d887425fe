/// Something with a deadline that can be in one `DeadlineHeap`.
protocol DeadlineHolder: AnyObject {
    /// The instant it is ordered by; changed only through the heap.
    var scheduledDeadline: ContinuousClock.Instant { get set }
    /// Its place in the heap, nil when it is in none; kept by the heap.
    var heapPosition: Int? { get set }
}

/// A binary heap that knows where each holder is, so that a finished transfer leaves at once instead of when it is due.
struct DeadlineHeap<Holder: DeadlineHolder> {
    private var holders: [Holder] = []

    /// The holder that is due first.
    var first: Holder? { holders.first }

    /// Adds a holder, or moves it when it is already there.
    mutating func schedule(_ holder: Holder, at deadline: ContinuousClock.Instant) {
        holder.scheduledDeadline = deadline
        if let position = holder.heapPosition {
            settle(position)
        } else {
            holder.heapPosition = holders.count
            holders.append(holder)
            siftUp(holders.count - 1)
        }
    }

    /// Takes a holder out; nothing happens when it is not there.
    mutating func remove(_ holder: Holder) {
        guard let position = holder.heapPosition else { return }
        holder.heapPosition = nil
        let last = holders.removeLast()
        guard position < holders.count else { return }
        place(last, at: position)
        settle(position)
    }

    private mutating func settle(_ position: Int) {
        siftDown(siftUp(position))
    }

    private mutating func place(_ holder: Holder, at position: Int) {
        holders[position] = holder
        holder.heapPosition = position
    }

    @discardableResult
    private mutating func siftUp(_ start: Int) -> Int {
        let holder = holders[start]
        var position = start
        while position > 0 {
            let parent = (position - 1) / 2
            guard holder.scheduledDeadline < holders[parent].scheduledDeadline else { break }
            place(holders[parent], at: position)
            position = parent
        }
        place(holder, at: position)
        return position
    }

    private mutating func siftDown(_ start: Int) {
        let holder = holders[start]
        var position = start
        while true {
            var child = 2 * position + 1
            guard child < holders.count else { break }
            if child + 1 < holders.count, holders[child + 1].scheduledDeadline < holders[child].scheduledDeadline {
                child += 1
            }
            guard holders[child].scheduledDeadline < holder.scheduledDeadline else { break }
            place(holders[child], at: position)
            position = child
        }
        place(holder, at: position)
    }
}
