import CurlClient
import Refinement
import Synchronization
import Testing

@testable import Upstream

@Suite(.timeLimit(.minutes(5))) struct DispatcherTests {
    @Test func admitsAsManySamplesAsAllowedAndTheNextWhenOneIsGivenBack() async throws {
        let dispatcher = try dispatcher(limit: 4)
        var first: Lease? = try await dispatcher.lease(3, for: Caller())
        let second = try await dispatcher.lease(1, for: Caller())
        let third = Task { try await dispatcher.lease(2, for: Caller()) }
        await dispatcher.waitForWaiters(1)
        #expect(dispatcher.inFlight == 4)
        withExtendedLifetime(first) {}
        first = nil
        let lease = try await third.value
        #expect(dispatcher.inFlight == 3)
        withExtendedLifetime((second, lease)) {}
    }

    @Test func aCancelledWaiterLeavesTheQueue() async throws {
        let dispatcher = try dispatcher(limit: 1)
        let lease = try await dispatcher.lease(1, for: Caller())
        let waiting = Task { try await dispatcher.lease(1, for: Caller()) }
        await dispatcher.waitForWaiters(1)
        waiting.cancel()
        await #expect(throws: CancellationError.self) { try await waiting.value }
        #expect(dispatcher.status.waiting == 0)
        withExtendedLifetime(lease) {}
    }

    @Test func countsMoreThanTheLimitAsTheLimit() async throws {
        let dispatcher = try dispatcher(limit: 2)
        let lease = try await dispatcher.lease(10, for: Caller())
        #expect(dispatcher.inFlight == 2)
        withExtendedLifetime(lease) {}
    }

    @Test func whoWaitsTooLongIsToldWhenToComeBack() async throws {
        let dispatcher = try dispatcher(limit: 1, queue: QueueLimits(maxWait: .milliseconds(5)))
        let lease = try await dispatcher.lease(1, for: Caller())
        let error = await #expect(throws: ModelError.self) { try await dispatcher.lease(1, for: Caller()) }
        guard case .overloaded(let pause) = error else {
            Issue.record("not overloaded: \(String(describing: error))")
            return
        }
        #expect(pause >= .seconds(1))
        withExtendedLifetime(lease) {}
    }

    @Test func oneTimerServesAllWhoWait() async throws {
        let dispatcher = try dispatcher(limit: 1, queue: QueueLimits(maxWait: .milliseconds(5)))
        let lease = try await dispatcher.lease(1, for: Caller())
        let failures = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<500 {
                group.addTask {
                    do { _ = try await dispatcher.lease(1, for: Caller()) } catch is ModelError { return true } catch {}
                    return false
                }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(failures == 500)
        #expect(dispatcher.status.waiting == 0)
        withExtendedLifetime(lease) {}
    }

    @Test func noWakeUpIsLostAndNoLimitPassed() async throws {
        let dispatcher = try dispatcher(replicas: 3, limit: 4)
        let most = Atomic<Int>(0)
        await withTaskGroup(of: Void.self) { group in
            for run in 0..<500 {
                let caller = Caller(key: "\(run % 7)")
                for call in 0..<8 {
                    let task = {
                        @Sendable in
                        let lease = try await dispatcher.lease(1 + call % 4, for: caller, affinity: UInt64(run))
                        let busiest = dispatcher.status.replicas.map(\.samplesInFlight).max() ?? 0
                        most.max(busiest, ordering: .relaxed)
                        await Task.yield()
                        if run % 5 == 0 { lease.failed() } else { lease.succeeded() }
                    }
                    group.addTask {
                        let running = Task { try await task() }
                        if (run + call) % 3 == 0 { running.cancel() }
                        _ = await running.result
                    }
                }
            }
        }
        #expect(dispatcher.inFlight == 0)
        #expect(dispatcher.status.waiting == 0)
        #expect(most.load(ordering: .relaxed) <= 4)
    }

    @Test func anAbandonedRunDelaysNobody() async throws {
        let dispatcher = try dispatcher(limit: 64)
        let greedy = Caller(key: "greedy")
        let run = Task {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<256 {
                    group.addTask {
                        let lease = try await dispatcher.lease(1, for: greedy)
                        // The server hangs until the client has left.
                        defer { withExtendedLifetime(lease) {} }
                        try await Task.sleep(for: .seconds(3_600))
                    }
                }
                try await group.waitForAll()
            }
        }
        await dispatcher.waitForWaiters(192)
        let single = Task { try await dispatcher.lease(1, for: Caller(key: "modest")) }
        await dispatcher.waitForWaiters(193)
        run.cancel()
        let lease = try await single.value
        _ = await run.result
        #expect(dispatcher.inFlight == 1)
        #expect(dispatcher.status.waiting == 0)
        withExtendedLifetime(lease) {}
    }

    @Test func onlyTheFirstWordAboutACallCounts() async throws {
        let dispatcher = try dispatcher(
            replicas: 2, limit: 1, breaker: BreakerPolicy(failures: 1, openFor: .seconds(3_600)))
        let lease = try await dispatcher.lease(1, for: Caller())
        lease.succeeded()
        lease.failed()
        #expect(dispatcher.status.replicas.map(\.breaker) == [.closed, .closed])
        let other = try await dispatcher.lease(1, for: Caller())
        other.failed()
        other.succeeded()
        #expect(dispatcher.status.replicas[other.replica.index].breaker == .open)
    }

    private func dispatcher(
        replicas: Int = 1, limit: Int, queue: QueueLimits = QueueLimits(), breaker: BreakerPolicy = BreakerPolicy()
    ) throws -> Dispatcher {
        let urls = try (0..<replicas).map { try UpstreamURL("http://127.0.0.1:\(9000 + $0)/v1") }
        return Dispatcher(
            UpstreamConfiguration(replicas: urls, maxSamplesInFlight: limit, queue: queue, breaker: breaker))
    }
}

extension Dispatcher {
    fileprivate var inFlight: Int { status.replicas.reduce(0) { $0 + $1.samplesInFlight } }

    /// Lets other tasks go on until so many wait.
    fileprivate func waitForWaiters(_ count: Int) async {
        while status.waiting < count { await Task.yield() }
    }
}
