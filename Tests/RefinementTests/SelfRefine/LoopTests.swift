import JSON
import Testing

@testable import Refinement

@Suite struct LoopTests {
    func draft(_ index: Int, _ text: String = "A text.") throws -> Draft {
        let completion = Completion(message: Message(role: "assistant", text: text).json, finishReason: "stop")
        return Draft(index, completion, of: try .number())
    }

    func critique(_ score: Double? = nil, asksForChange: Bool = true) -> Critique {
        var critique = Critique(unasked: "Mend it.")
        critique.asksForChange = asksForChange
        critique.score = score
        return critique
    }

    let accepted = GateDecision(reason: .better)
    let refused = GateDecision(reason: .tie)

    /// Plays rounds of which each has a score and a decision.
    func play(
        _ rounds: [(Double?, GateDecision)], of most: Int = 8, patience: Int = 1, pick: Loop.Pick = .last
    ) throws -> Loop {
        var loop = Loop(from: try draft(0), maxRevisions: most, patience: patience, pick: pick)
        for (score, decision) in rounds where loop.beginRound() {
            guard loop.goesOn(after: critique(score), enough: 0.95) else { continue }
            loop.add(try draft(loop.drafts.count))
            loop.settle(decision)
        }
        if !loop.beginRound() { loop.end(.exhausted) }
        return loop
    }

    @Test func endsAfterTheLastRevision() throws {
        let loop = try play([(nil, accepted), (nil, accepted), (nil, accepted)], of: 2)
        #expect(loop.stop == .exhausted && loop.standing == [0, 1, 2])
    }

    @Test func endsWhenTheFeedbackAsksForNoMore() throws {
        var loop = Loop(from: try draft(0), maxRevisions: 4)
        _ = loop.beginRound()
        let goesOn = loop.goesOn(after: critique(asksForChange: false))
        #expect(!goesOn && loop.stop == .approved)
        let another = loop.beginRound()
        #expect(!another && loop.rounds.count == 1)
    }

    @Test(arguments: [(1, [0, 1], 3), (2, [0, 1, 3], 6), (3, [0, 1, 3], 7)])
    func endsWhenItsPatienceDoes(patience: Int, standing: [Int], drafts: Int) throws {
        let decisions = [accepted, refused, accepted, refused, refused, refused]
        let loop = try play(decisions.map { (nil, $0) }, patience: patience)
        #expect(loop.stop == (loop.stop == nil ? nil : .unimproved))
        #expect(loop.standing == standing && loop.drafts.count == drafts)
    }

    @Test func countsRefusalsInARowOnly() throws {
        let loop = try play([(nil, refused), (nil, accepted), (nil, refused)], patience: 2)
        #expect(loop.stop == nil && loop.standing == [0, 2])
    }

    @Test func picksTheBestOfThoseThatStoodAndScoresTheLastOne() throws {
        let loop = try play([(0.4, accepted), (0.7, accepted), (0.5, accepted), (0.7, accepted)], of: 3, pick: .best)
        #expect(loop.stop == .exhausted)
        #expect(loop.rounds.map(\.score) == [0.4, 0.7, 0.5, 0.7])
        #expect(loop.drafts.count == 4 && loop.picked.sample.index == 3)
        let refusal = try play([(0.4, accepted), (0.3, refused)], pick: .best)
        #expect(refusal.picked.sample.index == 0 && refusal.knownScore == 0.4)
    }

    @Test func picksTheLastWhereNothingIsScored() throws {
        #expect(try play([(nil, accepted), (nil, accepted)], of: 2, pick: .best).picked.sample.index == 2)
        let loop = try play([(0.4, accepted), (nil, accepted)], of: 2)
        #expect(loop.picked.sample.index == 2 && loop.knownScore == 0.4)
    }

    @Test func knowsWhichAnswersStood() throws {
        let loop = try play([(nil, accepted), (nil, refused), (nil, accepted)], patience: 9)
        #expect(loop.trail.map(\.sample.index) == [0, 1, 3])
        #expect(loop.current.sample.index == 3)
    }

    @Test func endsForTheFirstReasonThereWas() throws {
        var loop = Loop(from: try draft(0), maxRevisions: 1)
        loop.end(.approved)
        loop.end(.exhausted)
        #expect(loop.stop == .approved)
    }
}
