/// Events of a test, to be waited for one by one; tests that wait have a time limit.
final class Log<Event: Sendable>: Sendable {
    private let stream: AsyncStream<Event>
    private let continuation: AsyncStream<Event>.Continuation

    init() {
        (stream, continuation) = AsyncStream.makeStream()
    }

    func note(_ event: Event) {
        continuation.yield(event)
    }

    /// The next event, once it has happened.
    func next() async -> Event? {
        var iterator = stream.makeAsyncIterator()
        return await iterator.next()
    }
}
