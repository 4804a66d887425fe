import Testing

@testable import Refinement

@Suite struct GateTests {
    @Test(
        arguments: [
            (Preference.second, Preference.first, GateDecision.Reason.better), (.first, .second, .worse),
            (.first, .first, .inconsistent), (.second, .second, .inconsistent), (.neither, .first, .tie),
            (.second, .neither, .tie), (.neither, .neither, .tie), (.first, .neither, .tie),
        ] as [(Preference?, Preference?, GateDecision.Reason)] + [
            (nil, .first, .unreadable), (.second, nil, .unreadable),
        ])
    func acceptsOnlyWhatIsPreferredInBothOrders(
        oldFirst: Preference?, newFirst: Preference?, reason: GateDecision.Reason
    ) {
        let decision = GateDecision(oldFirst: oldFirst, newFirst: newFirst)
        #expect(decision.reason == reason)
        #expect(decision.isAccepted == (reason == .better))
    }

    @Test(
        arguments: [
            (0.5, 0.7, 0.1, GateDecision.Reason.better), (0.5, 0.55, 0.1, .tie), (0.5, 0.5, 0, .tie),
            (0.5, 0.4, 0, .worse),
            (nil, 0.4, 0, .unreadable), (0.5, nil, 0, .unreadable),
        ] as [(Double?, Double?, Double, GateDecision.Reason)])
    func acceptsAScoreThatIsHigherByMoreThanTheMargin(
        old: Double?, new: Double?, margin: Double, reason: GateDecision.Reason
    ) {
        #expect(GateDecision(old: old, new: new, margin: margin).reason == reason)
    }

    @Test(arguments: [
        ("VERDICT: A", Preference.first), ("I compared them.\n**Verdict:** B.", .second), ("verdict: tie", .neither),
        ("Neither is better.\nVERDICT: It's a tie", .neither), ("[[A]]", .first), ("B", .second),
        ("**Answer A**", .first),
        ("VERDICT: Answer_B is better", .second), ("A comma.\nThe first: VERDICT: A\nNo: VERDICT: B", .second),
    ])
    func readsTheJudgesVerdict(reply: String, preference: Preference) {
        #expect(Preference(reply: reply) == preference)
    }

    @Test(arguments: ["", "?", "VERDICT: not A", "VERDICT: A or B", "A is better than B", "The first one."])
    func readsNoVerdictWhereThereIsNone(reply: String) {
        #expect(Preference(reply: reply) == nil)
    }
}
