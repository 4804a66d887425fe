import Refinement
import Synchronization
import TestUpstream
import Testing

@testable import Upstream

@Suite(.timeLimit(.minutes(5))) struct ModelCatalogTests {
    @Test func asksOnceForAllWhoWantToKnow() async throws {
        let catalog = ModelCatalog()
        let asked = Count()
        try await withThrowingTaskGroup(of: Set<String>.self) { group in
            for _ in 0..<100 {
                group.addTask {
                    try await catalog.names(notOlderThan: .seconds(3_600)) {
                        asked.value.add(1, ordering: .relaxed)
                        for _ in 0..<100 { await Task.yield() }
                        return ["m"]
                    }
                }
            }
            for try await names in group { #expect(names == ["m"]) }
        }
        #expect(asked.value.load(ordering: .relaxed) == 1)
        #expect(catalog.knows("m"))
        #expect(!catalog.knows("x"))
    }

    @Test func asksAgainWhenItsWordIsTooOld() async throws {
        let catalog = ModelCatalog()
        catalog.note(["old"])
        let kept = try await catalog.names(notOlderThan: .seconds(3_600)) { ["new"] }
        #expect(kept == ["old"])
        catalog.note(["older"], at: .now - .seconds(7_200))
        let asked = try await catalog.names(notOlderThan: .seconds(3_600)) { ["new"] }
        #expect(asked == ["new"])
    }

    @Test func aServerThatDoesNotTellHasTheModelsItToldLast() async throws {
        let catalog = ModelCatalog()
        let silent: @Sendable () async throws -> [String] = { throw ModelError.unreachable(reason: "test") }
        await #expect(throws: ModelError.unreachable(reason: "test")) {
            try await catalog.names(notOlderThan: .seconds(3_600), silent)
        }
        catalog.note(["m"])
        #expect(try await catalog.names(notOlderThan: .seconds(3_600), silent) == ["m"])
    }

    @Test func whoIsCancelledWhileAnotherAsksLeavesAtOnce() async throws {
        let catalog = ModelCatalog()
        let gate = OrderGate()
        let asking = Task {
            try await catalog.names(notOlderThan: .seconds(3_600)) {
                await gate.pass(1)
                return ["m"]
            }
        }
        while !catalog.isBeingAsked { await Task.yield() }
        let waiting = Task { try await catalog.names(notOlderThan: .seconds(3_600)) { ["never"] } }
        waiting.cancel()
        await #expect(throws: CancellationError.self) { try await waiting.value }
        gate.open(1)
        #expect(try await asking.value == ["m"])
    }

    @Test func whenTheOneWhoAsksIsCancelledAnotherAsks() async throws {
        let catalog = ModelCatalog()
        let asking = Task {
            try await catalog.names(notOlderThan: .seconds(3_600)) {
                try await Task.sleep(for: .seconds(3_600))
                return ["never"]
            }
        }
        while !catalog.isBeingAsked { await Task.yield() }
        let waiting = Task { try await catalog.names(notOlderThan: .seconds(3_600)) { ["m"] } }
        asking.cancel()
        #expect(try await waiting.value == ["m"])
    }
}

private final class Count: Sendable {
    let value = Atomic<Int>(0)
}
