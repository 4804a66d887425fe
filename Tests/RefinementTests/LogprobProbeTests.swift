import Glibc
import JSON
import Testing

@testable import Refinement

@Suite struct LogprobProbeTests {
    /// What a server says of its first token: `count` tokens, of which the i-th is e^(−i/temperature) as likely as the
    /// first.
    private func reply(_ count: Int, temperature: Double = 1, choices: Int = 1, noise: Double = 0) -> [Completion] {
        let weights = (0..<50).map { exp(-Double($0) / temperature) }
        let total = weights.reduce(0, +)
        let list = weights.prefix(count).enumerated().map { log($1 / total) + ($0 % 2 == 0 ? noise : -noise) }
        let token = TokenDistribution(sampled: list.last ?? -1, listed: list)
        let completion = Completion(message: JSON.Object(), finishReason: "length", tokens: [token])
        return Array(repeating: completion, count: choices)
    }

    private func refusal(_ message: String, status: Int = 400, member: String? = nil) -> ModelError {
        .rejected(.init(status: status, message: message, member: member))
    }

    @Test func asksForTwoChoicesAndThenAtALowTemperature() {
        var probe = LogprobProbe(top: 5)
        #expect(probe.request == .init(top: 20, choices: 2, temperature: 1))
        #expect(probe.take(reply(20, choices: 2)) == nil)
        #expect(probe.request == .init(top: 20, choices: 1, temperature: 0.2))
        let support = probe.take(reply(20))
        #expect(support == LogprobSupport(maxTop: 20, isLimit: false, isRaw: true, bringsChoices: true))
        #expect(support?.covers(top: 20) == true && support?.covers(top: 21) == false)
    }

    @Test func asksForAsManyAsTheMethodWants() {
        var probe = LogprobProbe(top: 126)
        #expect(probe.request.top == 126)
        #expect(probe.take(reply(126, choices: 2)) == nil)
        // There are no more in this vocabulary.
        #expect(probe.take(reply(50))?.maxTop == 50)
    }

    @Test(arguments: [
        "Requested sample logprobs of 50, which is greater than max allowed: 20",
        "Invalid 'top_logprobs': integer above maximum value. Expected a value <= 20, but got 50 instead.",
        "top_logprobs: ensure this value is less than or equal to 20.",
        "'top_logprobs' must be an integer from 0 to 20, not 50 (model m3-2025-04-16).",
    ])
    func readsTheLimitInARefusal(message: String) throws {
        var probe = LogprobProbe(top: 50)
        #expect(try probe.take(refusal(message)) == nil)
        #expect(probe.request == .init(top: 20, choices: 2))
        #expect(probe.take(reply(20, choices: 2)) == nil)
        #expect(probe.take(reply(20)) == LogprobSupport(maxTop: 20, isLimit: true))
    }

    @Test func triesTwentyAndFiveWhereARefusalNamesNoLimit() throws {
        var probe = LogprobProbe(top: 50)
        var asked: [Int] = []
        while try probe.take(refusal("no", member: "top_logprobs")) == nil { asked.append(probe.request.top) }
        #expect(asked == [20, 5])
    }

    @Test func supportsNothingWhereLogprobsAreRefusedAtAll() throws {
        var probe = LogprobProbe(top: 20)
        let refusal = refusal("logprobs are not supported with reasoning models such as o1.")
        #expect(try probe.take(refusal) == nil)
        let support = try probe.take(refusal)
        #expect(support == LogprobSupport.none)
        #expect(support?.isSupported == false && support?.covers(top: 100) == true)
    }

    @Test(arguments: [nil, []] as [[TokenDistribution]?], [1, 2])
    func supportsNothingWhereNoneCome(tokens: [TokenDistribution]?, choices: Int) {
        var probe = LogprobProbe(top: 20)
        let completion = Completion(message: JSON.Object(), finishReason: "length", tokens: tokens)
        #expect(probe.take(Array(repeating: completion, count: choices)) == LogprobSupport.none)
    }

    @Test func supportsNothingWhereTheListsAreEmpty() {
        var probe = LogprobProbe(top: 20)
        #expect(probe.take(reply(0)) == LogprobSupport.none)
    }

    @Test(arguments: [("Only one completion choice is allowed", 400), ("oops", 500)])
    func asksForOneChoiceWhereTwoAreRefused(message: String, status: Int) throws {
        var probe = LogprobProbe(top: 20)
        #expect(try probe.take(refusal(message, status: status)) == nil)
        #expect(probe.request == .init(top: 20, choices: 1))
        #expect(probe.take(reply(20)) == nil)
        #expect(probe.take(reply(20)) == LogprobSupport(maxTop: 20, bringsChoices: false))
    }

    @Test func notesThatASecondChoiceDidNotCome() {
        var probe = LogprobProbe(top: 20)
        #expect(probe.take(reply(20, choices: 1)) == nil)
        #expect(probe.take(reply(20))?.bringsChoices == false)
    }

    @Test func namesTheLengthAsTheServerWantsIt() throws {
        var probe = LogprobProbe(top: 20)
        #expect(
            try probe.take(refusal("'max_tokens' is not supported: use 'max_completion_tokens'.", member: "max_tokens"))
                == nil)
        #expect(probe.request == .init(top: 20, lengthMember: "max_completion_tokens"))
    }

    @Test(arguments: [(1.0, 0.0, true), (1.0, 0.3, true), (0.2, 0.0, false), (0.2, 0.3, false)])
    func tellsWhetherTheTemperatureWasAppliedWhateverTheNoise(temperature: Double, noise: Double, isRaw: Bool) {
        var probe = LogprobProbe(top: 20)
        #expect(probe.take(reply(20)) == nil)
        #expect(probe.take(reply(20, temperature: temperature, noise: noise))?.isRaw == isRaw)
    }

    @Test func takesAListOfWhichSomeBecameImpossibleForAProcessedOne() {
        var probe = LogprobProbe(top: 20)
        #expect(probe.take(reply(20)) == nil)
        #expect(probe.take(reply(4))?.isRaw == false)
    }

    @Test func findsThemRawWhereNoOtherTemperatureIsTaken() throws {
        var probe = LogprobProbe(top: 20)
        #expect(probe.take(reply(20)) == nil)
        #expect(try probe.take(refusal("only 1", member: "temperature"))?.isRaw == true)
    }

    @Test(arguments: [
        ModelError.timedOut(stage: .firstByte), .unreachable(reason: "x"), .rejected(.init(status: 429, message: "x")),
        .rejected(.init(status: 404, message: "no such model")), .rejected(.init(status: 503, message: "x")),
        .interrupted(reason: "x", tokens: 1), .garbled(reason: "x"),
    ])
    func learnsNothingFromAnErrorOfTheMoment(error: ModelError) {
        var probe = LogprobProbe(top: 20)
        #expect(throws: error) { try probe.take(error) }
        #expect(probe.take(reply(20)) == nil)
        #expect(throws: error) { try probe.take(error) }
    }

    @Test(arguments: [400, 500]) func learnsNothingFromARefusalOfSomethingElse(status: Int) {
        var probe = LogprobProbe(top: 20)
        let refusal = refusal("no", status: status)
        #expect(throws: refusal) { while try probe.take(refusal) == nil {} }
    }
}
