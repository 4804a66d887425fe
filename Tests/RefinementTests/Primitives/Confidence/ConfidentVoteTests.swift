import JSON
import Testing

@testable import Refinement

@Suite struct ConfidentVoteTests {
    /// Traces of these answers with these confidences; a dash has no answer, nil no confidence.
    func traces(_ traces: [(String, Double?)], from index: Int = 0) -> [Sample] {
        traces.enumerated().map { place, trace in
            let message: JSON = ["role": "assistant", "content": .string(trace.0)]
            let completion = Completion(message: message.object ?? JSON.Object(), finishReason: "stop")
            let answer = trace.0 == "-" ? nil : Answer(kind: .text, canonical: trace.0, display: trace.0)
            return Sample(index: index + place, completion: completion, answer: answer).scored(trace.1)
        }
    }

    @Test func votesOfTheWarmUpMustPassTheFilterAndLaterOnesNeedNot() {
        var vote = ConfidentVote(
            warmUp: traces([("a", 1), ("a", 2), ("a", 3), ("b", 4), ("b", 5), ("b", 6), ("b", 7)]), share: 50)
        #expect(vote.threshold == 4)
        #expect(vote.ballot.votes.map(\.weight) == [22])
        #expect(vote.consensus == 1)
        for trace in traces([("a", 11), ("-", 9)], from: 7) { vote.count(trace) }
        #expect(vote.ballot.ranking.map(\.weight) == [22, 11])
        #expect(vote.consensus == 22.0 / 33)
        #expect(vote.ballot.counted == 9)
    }

    @Test func theFilterIsRelaxedWhileTooFewVote() {
        // The surest three have no answer.
        let vote = ConfidentVote(
            warmUp: traces([("a", 1), ("b", 2), ("a", 3), ("-", 4), ("-", 5), ("-", 6)]), share: 10)
        #expect(vote.filter?.share == 100)
        #expect(vote.ballot.leader?.answer.canonical == "a")
    }

    @Test func fewTracesAllVoteAndSetNoThreshold() {
        let vote = ConfidentVote(warmUp: traces([("a", 1), ("a", 2), ("b", 9), ("b", nil)]), share: 10)
        #expect(vote.threshold == nil && vote.filter == nil)
        #expect(vote.ballot.ranking.map(\.weight) == [9, 3])
    }

    @Test func threeVotesAreAConsensusAndTwoAreNot() {
        var vote = ConfidentVote(warmUp: traces([("a", 1), ("a", 1), ("-", 1), ("-", 1)]), share: 90)
        #expect(vote.consensus == 0)
        vote.count(traces([("a", 1)], from: 4)[0])
        #expect(vote.consensus == 1)
    }

    @Test func aTraceIsEndedAtTheTokenThatTakesAFullWindowBelowTheFloor() {
        func token(_ confidence: Double) -> TokenDistribution {
            TokenDistribution(sampled: 0, listed: Array(repeating: -confidence, count: 20))
        }
        /// Whether each of these pieces of the stream lets the trace go on.
        func goesOn(_ pieces: [TokenDistribution]...) -> [Bool] {
            var floor = ConfidenceFloor(threshold: 5, window: 3)
            return pieces.map { floor.isWorthGoingOn(after: $0) }
        }
        #expect(goesOn([token(1), token(1)], [token(13)], [token(0.5)]) == [true, true, false])
        #expect(goesOn([token(1), token(1), token(12.9), token(99)]) == [false])
        // A token whose list is missing is passed over.
        #expect(goesOn([token(1), token(1)], [TokenDistribution(sampled: 0, listed: [])]) == [true, true])
    }
}
