/// Work that waits for its time; meant for a handful at once.
struct LoopTimers {
    private struct Entry {
        let time: UInt64
        let work: @Sendable () -> Void
    }

    private var entries: [Entry] = []

    /// Whether nothing waits.
    var isEmpty: Bool { entries.isEmpty }

    /// When the next is due, in nanoseconds of uptime.
    var nextTime: UInt64? { entries.last?.time }

    mutating func add(at time: UInt64, _ work: @escaping @Sendable () -> Void) {
        // Latest first, so that the next to run is taken off the end; among equals the earlier added runs first.
        let index = entries.firstIndex { $0.time <= time } ?? entries.count
        entries.insert(Entry(time: time, work: work), at: index)
    }

    /// Takes out what is due, in order.
    mutating func takeDue(at now: UInt64) -> [@Sendable () -> Void] {
        var due: [@Sendable () -> Void] = []
        while let last = entries.last, last.time <= now {
            due.append(last.work)
            entries.removeLast()
        }
        return due
    }
}
