import Testing

@testable import Refinement

@Suite struct DifficultyMemoryTests {
    func kind(_ credential: String?, model: String = "m", task: String? = nil) -> DifficultyMemory.Kind {
        .init(
            tenant: Tenant(credential: credential), model: model, task: task, size: SampleSize(window: 4, most: 40),
            threshold: 0.95, countsNulls: false)
    }

    func remember(_ kind: DifficultyMemory.Kind, in memory: DifficultyMemory) {
        memory.withHistory(of: kind) {
            $0.append(.init(trueSize: 4, isUnanimous: true, difficulty: nil, time: .now))
        }
    }

    func count(_ kind: DifficultyMemory.Kind, in memory: DifficultyMemory) -> Int {
        memory.withHistory(of: kind) { $0.count }
    }

    @Test func keepsTenantsModelsAndTasksApart() {
        let memory = DifficultyMemory(capacity: 10)
        remember(kind("Bearer a"), in: memory)
        #expect(count(kind("Bearer a"), in: memory) == 1)
        for other in [kind("Bearer b"), kind(nil), kind("Bearer a", model: "n"), kind("Bearer a", task: "t")] {
            #expect(count(other, in: memory) == 0)
        }
    }

    @Test func isOneMemoryForAllWhoShowNoCredential() {
        #expect(Tenant(credential: nil) == Tenant(credential: nil))
        #expect(Tenant(credential: "") != Tenant(credential: nil))
    }

    @Test func forgetsTheKindThatWasUsedLongestAgo() {
        let memory = DifficultyMemory(capacity: 2)
        remember(kind("a"), in: memory)
        remember(kind("b"), in: memory)
        #expect(count(kind("a"), in: memory) == 1)
        remember(kind("c"), in: memory)
        #expect(count(kind("a"), in: memory) == 1)
        #expect(count(kind("b"), in: memory) == 0)
    }
}
