import Testing

@testable import Upstream

@Suite(.timeLimit(.minutes(5))) struct CallLimiterTests {
    @Test func admitsUpToItsLimitAndThoseThatWaitInTheirOrder() async throws {
        let limiter = CallLimiter(limit: 4)
        var first: CallLimiter.Permit? = try await limiter.acquire(3)
        let (order, note) = AsyncStream<Int>.makeStream()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<3 {
                group.addTask {
                    // Each needs all there is, so that one comes after another.
                    let permit = try await limiter.acquire(4)
                    note.yield(number)
                    withExtendedLifetime(permit) {}
                }
                await limiter.waitForWaiters(number + 1)
            }
            #expect(limiter.waiting == 3)
            _ = first
            first = nil
            try await group.waitForAll()
        }
        note.finish()
        var admitted: [Int] = []
        for await number in order { admitted.append(number) }
        #expect(admitted == [0, 1, 2])
        #expect(limiter.free == 4)
    }

    @Test func letsACancelledOneGo() async throws {
        let limiter = CallLimiter(limit: 1)
        let permit = try await limiter.acquire(1)
        let waiting = Task { try await limiter.acquire(1) }
        await limiter.waitForWaiters(1)
        waiting.cancel()
        await #expect(throws: CancellationError.self) { try await waiting.value }
        #expect(limiter.waiting == 0)
        withExtendedLifetime(permit) {}
    }

    @Test func countsMoreThanTheLimitAsTheLimit() async throws {
        let limiter = CallLimiter(limit: 2)
        let permit = try await limiter.acquire(10)
        #expect(limiter.free == 0)
        withExtendedLifetime(permit) {}
    }
}

extension CallLimiter {
    /// Lets other tasks go on until so many wait.
    fileprivate func waitForWaiters(_ count: Int) async {
        while waiting < count { await Task.yield() }
    }
}
