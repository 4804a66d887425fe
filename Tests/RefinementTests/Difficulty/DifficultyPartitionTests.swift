import Testing

@testable import Refinement

@Suite struct DifficultyPartitionTests {
    /// The partition after a walk in groups of `group`; the questions are unanimous from easy to hard as said.
    func walk(
        _ unanimous: [Bool], run: Int, group: Int = 1, rule: DifficultyPartition.Rule = .paper
    ) -> (partition: DifficultyPartition, looked: [Int]) {
        var partition = DifficultyPartition(questions: unanimous.count, unanimousRun: run, rule: rule)
        var looked: [Int] = []
        while case let ranks = partition.next(group), !ranks.isEmpty {
            looked += ranks
            for rank in ranks { partition.judge(isUnanimous: unanimous[rank]) }
        }
        return (partition, looked)
    }

    @Test func callsEasyWhatIsEasierThanTheUnanimousRun() {
        let (partition, looked) = walk([true, true, true, true, true, false], run: 2)
        #expect(looked == [5, 4, 3])
        #expect(partition.easy == 0..<3)
    }

    @Test func callsTheRunItselfEasyAsTheOfficialScriptDoes() {
        #expect(walk([true, true, true, true, true, false], run: 2, rule: .code).partition.easy == 0..<5)
        #expect(walk([true, true], run: 2, rule: .code).partition.easy == 0..<2)
    }

    @Test func countsAnewAfterEachThatIsNotUnanimous() {
        let (partition, looked) = walk([true, true, true, false, true, false], run: 2)
        #expect(looked == [5, 4, 3, 2, 1])
        #expect(partition.easy == 0..<1)
    }

    @Test func hasNoEasyPartWithoutSuchARun() {
        #expect(walk([true, false, true, false], run: 2).partition.easy.isEmpty)
        #expect(walk([true, true], run: 2).partition.easy.isEmpty)
    }

    @Test func looksAtNothingWhereThereAreFewerThanK() {
        #expect(walk([true, true, true], run: 4).looked.isEmpty)
    }

    @Test(arguments: [1, 2, 3, 4, 8])
    func findsTheSameBorderWhateverTheGroup(group: Int) {
        let (partition, looked) = walk(Array(repeating: true, count: 9) + [false, true], run: 3, group: group)
        #expect(partition.easy == 0..<6 && partition.judged == 5)
        #expect(looked.count == (5 + group - 1) / group * group)
    }
}
