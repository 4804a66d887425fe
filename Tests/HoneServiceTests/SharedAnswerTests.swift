import Synchronization
import Testing

@testable import HoneService

struct SharedAnswerTests {
    private final class Source: Sendable {
        let asked = Mutex(0)

        func ask() -> Int {
            asked.withLock { asked in
                asked += 1
                return asked
            }
        }
    }

    @Test func isAskedForOnceByMany() async throws {
        let source = Source()
        let shared = SharedAnswer<Int>()
        try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<50 {
                group.addTask {
                    try await shared.value(notOlderThan: .seconds(3_600)) {
                        await Task.yield()
                        return source.ask()
                    }
                }
            }
            for try await answer in group { #expect(answer == 1) }
        }
        #expect(source.asked.withLock { $0 } == 1)
    }

    @Test func isAskedForAgainWhenItIsOld() async throws {
        let source = Source()
        let shared = SharedAnswer<Int>()
        for expected in 1...3 {
            let answer = try await shared.value(notOlderThan: .zero) { source.ask() }
            #expect(answer == expected)
        }
    }

    @Test func isAskedForAgainAfterAFailure() async throws {
        let shared = SharedAnswer<Int>()
        await #expect(throws: CancellationError.self) {
            try await shared.value(notOlderThan: .seconds(3_600)) { throw CancellationError() }
        }
        let answer = try await shared.value(notOlderThan: .seconds(3_600)) { 7 }
        #expect(answer == 7)
    }
}
