import Synchronization

/// Holds replies back until the test lets each of them go, so that it decides in which order they arrive.
public final class OrderGate: Sendable {
    private typealias Door = (passage: AsyncStream<Void>, opener: AsyncStream<Void>.Continuation)

    private let doors = Mutex<[Int: Door]>([:])

    /// A gate whose doors are shut.
    public init() {}

    /// Waits until the door of that number is opened, or the task is cancelled.
    public func pass(_ number: Int) async {
        for await _ in door(number).passage {}
    }

    /// Lets the one pass who waits at that door, or will.
    public func open(_ number: Int) { door(number).opener.finish() }

    private func door(_ number: Int) -> Door {
        doors.withLock { doors in
            if let door = doors[number] { return door }
            let (passage, opener) = AsyncStream<Void>.makeStream()
            doors[number] = (passage, opener)
            return (passage, opener)
        }
    }
}
