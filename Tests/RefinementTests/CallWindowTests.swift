import JSON
import Synchronization
import Testing

@testable import Refinement

/// Counts calls that are under way at the same time.
private final class Traffic: Sendable {
    private let state = Mutex((now: 0, most: 0, total: 0))

    func begin() {
        state.withLock { state in
            state.now += 1
            state.total += 1
            state.most = max(state.most, state.now)
        }
    }

    func end() { state.withLock { $0.now -= 1 } }

    var most: Int { state.withLock { $0.most } }
    var total: Int { state.withLock { $0.total } }
}

struct CallWindowTests {
    private func model(_ window: Int, _ traffic: Traffic) -> ScriptedModel {
        var model = ScriptedModel { _, _ in
            traffic.end()
            return .says("The answer is 4.")
        }
        model.callWindow = window
        model.before = { _ in
            traffic.begin()
            await Task.yield()
        }
        return model
    }

    @Test(arguments: [1, 2, 5])
    func noMoreCallsAreUnderWayThanTheModelTakes(window: Int) async throws {
        let traffic = Traffic()
        let run = Run(model: model(window, traffic))
        let method = try SelfConsistency.with(["samples": 20, "early_stop": "never"])
        let answer = try await method.refine(try .number(isSeeded: true), in: run)
        #expect(answer.counts.received == 20)
        #expect(traffic.total == 20)
        #expect(traffic.most <= window)
    }

    @Test func aCallThatNeverBeganCostsNothing() async throws {
        let traffic = Traffic()
        let run = Run(model: model(1, traffic))
        let answer = try await SelfConsistency.with(["samples": 20]).refine(try .number(isSeeded: true), in: run)
        #expect(answer.stop == .certain)
        #expect(traffic.total < 20)
        #expect(run.usage.prompt == 10 * traffic.total)
    }
}
