import Testing

@testable import Refinement

@Suite struct DifficultyHistoryTests {
    func history(_ sizes: [Int], difficulty: (Int) -> Double? = { _ in nil }) -> DifficultyHistory {
        var history = DifficultyHistory()
        for (index, size) in sizes.enumerated() {
            history.append(
                .init(trueSize: size, isUnanimous: size <= 4, difficulty: difficulty(index), time: .now))
        }
        return history
    }

    func query(_ difficulty: Double? = nil, neighbours: Int = 16, run: Int = 32) -> DifficultyHistory.Query {
        .init(
            difficulty: difficulty, neighbours: neighbours, unanimousRun: run, size: SampleSize(window: 4, most: 40))
    }

    @Test func beginsWithAWindowUntilThereAreEnoughNeighbours() {
        var history = history(Array(repeating: 40, count: 15))
        #expect(history.plan(query()).initialSize == 4)
        #expect(history.plan(query()).neighbours == 0)
        history.append(.init(trueSize: 40, isUnanimous: false, difficulty: nil, time: .now))
        #expect(history.plan(query()).initialSize == 40)
        #expect(history.plan(query()).neighbours == 16)
    }

    @Test func takesTheMedianAndNotTheMean() {
        var history = history(Array(repeating: 4, count: 9) + Array(repeating: 40, count: 7))
        #expect(history.plan(query()).initialSize == 4)
    }

    @Test func takesTheLatestWhereNoDifficultyIsSaid() {
        var history = history([40, 40, 40, 8, 8, 8])
        #expect(history.plan(query(neighbours: 3)).initialSize == 8)
    }

    @Test func takesTheNearestWhereADifficultyIsSaid() {
        var history = history([40, 40, 12, 12, 4, 4]) { Double($0 / 2) }
        #expect(history.plan(query(0, neighbours: 2)).initialSize == 40)
        #expect(history.plan(query(1.2, neighbours: 2)).initialSize == 12)
        #expect(history.plan(query(9, neighbours: 2)).initialSize == 4)
    }

    @Test func isEasyAfterKUnanimousRecordsAtLeastAsHard() {
        var hard = history(Array(repeating: 4, count: 32)) { _ in 5 }
        #expect(hard.plan(query(5)).isEasy)
        #expect(hard.plan(query(3)).isEasy)
        #expect(!hard.plan(query(6)).isEasy)
        var few = history(Array(repeating: 4, count: 31))
        #expect(!few.plan(query()).isEasy)
    }

    @Test func startsToCountAgainAtTheFirstRecordThatWasNotUnanimous() {
        var history = history(Array(repeating: 4, count: 40) + [12] + Array(repeating: 4, count: 31))
        #expect(!history.plan(query()).isEasy)
        history.append(.init(trueSize: 4, isUnanimous: true, difficulty: nil, time: .now))
        #expect(history.plan(query()).isEasy)
    }

    @Test func exploresWithEveryTwentiethEasyRequest() {
        var history = history(Array(repeating: 4, count: 32))
        let plans = (1...60).map { _ in history.plan(query()).isExploring }
        #expect(plans.indices.filter { plans[$0] } == [19, 39, 59])
    }

    @Test func keepsTheLast256Records() {
        var history = history(Array(repeating: 40, count: 1) + Array(repeating: 4, count: 256))
        #expect(history.count == 256)
        #expect(history.plan(query(run: 256)).isEasy)
    }
}
