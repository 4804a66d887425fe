import JSON
import Testing

@testable import Refinement

@Suite struct PollTests {
    /// A poll of these answers; nil is a sample without one.
    func poll(_ answers: [Int?], countsNulls: Bool = false) -> Poll {
        var poll = Poll(threshold: 0.95, countsNulls: countsNulls)
        poll.draw.counted = answers.enumerated().map { index, answer in
            Sample(
                index: index, completion: Completion(message: JSON.Object(), finishReason: "stop"),
                answer: answer.flatMap { Answer(kind: .number, canonical: "\($0)", display: "\($0)") })
        }
        return poll
    }

    @Test(arguments: [
        ([1, 1, 1, 1], 4), ([1, 1, 1], nil), ([1, 1, 1, 2, 1, 1, 1], 7), ([1, 2, 1, 2, 1, 2, 1, 2], nil),
        ([1, nil, 1, nil, 1, 1], 6), ([1, 1, 1, 1, 2, 2, 2], 4), ([], nil),
    ])
    func isSureAfterTheSmallestPrefixThatReachesTheThreshold(answers: [Int?], size: Int?) {
        #expect(poll(answers).sureAfter == size)
        #expect(poll(answers).trueSize(upTo: 40) == size ?? 40)
        #expect(poll(answers).isUnanimous(within: 4) == (size == 4))
    }

    @Test func letsNullsBeSureOnlyWhereTheyVote() {
        #expect(poll([nil, nil, nil, nil]).sureAfter == nil)
        #expect(poll([nil, nil, nil, nil], countsNulls: true).sureAfter == 4)
    }

    @Test func skipsLostSamples() {
        var poll = poll([1, 1, 1])
        poll.draw.counted += [Sample(index: 3, error: .noChoice)]
        #expect(poll.sureAfter == nil)
        poll.draw.counted += self.poll([1]).draw.counted
        #expect(poll.sureAfter == 4)
    }

    @Test func isIncompleteWhereABudgetOrAFailureEndedIt() {
        var poll = poll([1, 2])
        #expect(poll.isComplete)
        poll.draw.stop = .budget(.calls)
        #expect(!poll.isComplete && !poll.isLost)
        poll.draw.stop = .failed(.noChoice)
        #expect(!poll.isComplete && poll.isLost)
    }
}
