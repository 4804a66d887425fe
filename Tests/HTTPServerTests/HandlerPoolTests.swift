import Testing

@testable import HTTPServer

/// A task answers one request after the other, and never one on behalf of another.
@Suite(.timeLimit(.minutes(5)))
struct HandlerPoolTests {
    private let loop: Loop
    private let pool: HandlerPool
    private let log = Log<Int>()

    init() throws {
        loop = try Loop(label: "test")
        pool = HandlerPool(loop: loop)
    }

    /// Has a task of the pool note which one it is, and then do `more`.
    private func start(_ more: @escaping @Sendable () async -> Void = {}) -> RequestHandler {
        pool.start(
            ClosureWork { [log, loop] in
                #expect(loop.isCurrent)
                log.note(withUnsafeCurrentTask { $0?.hashValue ?? 0 })
                await more()
            })
    }

    @Test func oneThatHasAnsweredTakesTheNextRequest() async {
        let first = start()
        let task = await log.next()
        pool.takeBack(first)
        let second = start()
        #expect(second === first)
        #expect(await log.next() == task)
    }

    @Test func oneThatStillWorksIsNotGivenAnother() async {
        let gate = Log<Void>()
        let first = start { await gate.next() }
        let second = start()
        #expect(second !== first)
        #expect(await log.next() != log.next())
        gate.note(())
    }

    @Test func oneThatWasCancelledIsNotUsedAgain() async {
        let cancelled = Log<Bool>()
        let first = start { [log] in
            // Until it is cancelled, which is the only thing that wakes it.
            try? await Task.sleep(for: .seconds(300))
            cancelled.note(Task.isCancelled)
            log.note(0)
        }
        _ = await log.next()
        first.cancel()
        #expect(await cancelled.next() == true)
        _ = await log.next()
        pool.takeBack(first)
        let second = start { cancelled.note(Task.isCancelled) }
        #expect(second !== first)
        #expect(await cancelled.next() == false)
    }

    @Test func whatARequestHeldIsLetGoOfWhileItsTaskWaits() async {
        final class Held: Sendable {}
        weak var held: Held?
        let handler: RequestHandler
        do {
            let thing = Held()
            held = thing
            handler = start { withExtendedLifetime(thing) {} }
        }
        _ = await log.next()
        // The next request's turn on the same task comes after it has let go of the first.
        pool.takeBack(handler)
        _ = start()
        _ = await log.next()
        #expect(held == nil)
    }

    @Test func itsTasksEndWithIt() async throws {
        weak var ended: RequestHandler?
        do {
            let short = HandlerPool(loop: loop)
            let handler = short.start(ClosureWork { [log] in log.note(1) })
            ended = handler
            _ = await log.next()
            short.takeBack(handler)
        }
        // The task has been told to end on the loop, and what is queued behind that sees that it has.
        for _ in 0..<3 { await Task(executorPreference: loop) {}.value }
        #expect(ended == nil)
    }
}
