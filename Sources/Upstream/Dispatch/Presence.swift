import Synchronization

/// One request that may make calls at an upstream, for as long as this is kept.
final class Presence: Sendable {
    private let count: PresenceCount

    init(_ count: PresenceCount) {
        self.count = count
        count.change(by: 1)
    }

    deinit { count.change(by: -1) }
}

/// How many requests may make calls.
final class PresenceCount: Sendable {
    private let count = Atomic<Int>(0)

    /// The number now.
    var value: Int { count.load(ordering: .relaxed) }

    func change(by amount: Int) { count.add(amount, ordering: .relaxed) }
}
