import JSON
import Testing

@testable import Refinement

@Suite struct PollTests {
    /// A poll of these answers; nil is a sample without one.
    func poll(_ answers: [Int?], threshold: Double = 0.95, countsNulls: Bool = false) -> Poll {
        var poll = Poll(threshold: threshold, countsNulls: countsNulls)
        for (index, answer) in answers.enumerated() {
            poll.count(
                Sample(
                    index: index, completion: Completion(message: JSON.Object(), finishReason: "stop"),
                    answer: answer.flatMap { Answer(kind: .number, canonical: "\($0)", display: "\($0)") }))
        }
        return poll
    }

    @Test(arguments: [
        ([1, 1, 1, 1], 4), ([1, 1, 1], nil), ([1, 1, 1, 2, 1, 1, 1], 7), ([1, 2, 1, 2, 1, 2, 1, 2], nil),
        ([1, nil, 1, nil, 1, 1], 6), ([1, 1, 1, 1, 2, 2, 2], 4),
    ])
    func isSureAfterTheSmallestPrefixThatReachesTheThreshold(answers: [Int?], size: Int?) {
        #expect(poll(answers).sureAfter == size)
        #expect(poll(answers).trueSize(upTo: 40) == size ?? 40)
    }

    @Test func isNoLongerSureWhenLaterSamplesDisagree() {
        let poll = poll([1, 1, 1, 1, 2, 2, 2])
        #expect(poll.sureAfter == 4 && !poll.isSure)
        #expect(poll.isOpen(upTo: 40) && !poll.isOpen(upTo: 7))
    }

    @Test(arguments: [([1, 1, 1], 0.9375), ([1, 1, 1, 1], 0.96875), ([1, 2], 0.5), ([], 0.5)])
    func knowsTheBetaPosterior(answers: [Int?], certainty: Double) {
        #expect(poll(answers).certainty == certainty)
    }

    @Test func letsNullsBeSureOnlyWhereTheyVote() {
        #expect(poll([nil, nil, nil, nil]).sureAfter == nil)
        #expect(poll([nil, nil, nil, nil], countsNulls: true).sureAfter == 4)
    }
}
