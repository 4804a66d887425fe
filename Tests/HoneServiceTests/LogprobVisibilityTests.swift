import HTTP
import JSON
import TestUpstream
import Testing

/// Log-probabilities that a method asks for are its own business; a client gets those that it asked for itself.
@Suite(.timeLimit(.minutes(5))) struct LogprobVisibilityTests {
    private static let tokens = [
        ScriptedToken("= ", -0.2, top: [("= ", -0.2), ("7", -2.0), ("8", -4.0)]),
        ScriptedToken("7", -0.5, top: [("7", -0.5), ("8", -1.0), ("9", -4.0)]),
    ]
    private static let weighted = #""parameters":{"samples":3,"weight":"norm_prob"}"#

    /// What each call asked for, and the lists of the most likely tokens that the client sees at each place.
    private func seen(
        _ form: Form, settings: String, sampling: String, shape: LogprobShape = .openAI
    ) async throws -> (asked: Set<Int?>, lists: [Int]?) {
        var outcome: (asked: Set<Int?>, lists: [Int]?) = ([], nil)
        try await ServiceUnderTest.with { call in
            .spells(Array(repeating: Self.tokens, count: call.choices), as: shape)
        } _: { hone in
            let answer = try await form.ask(hone, "sc", settings: settings, sampling: sampling)
            #expect(answer.status == 200 && answer.refinement["answer"] == "7")
            let choices = form == .chat ? [answer.json["choices"]?[0]] : answer.events.map { $0.json["choices"]?[0] }
            let logprobs = choices.compactMap { $0?["logprobs"] }.filter { !$0.isNull }
            // The probe of what the server gives asks for two tokens, which nobody else does.
            let calls = hone.upstream.observations.calls.filter { $0.body["max_tokens"] == nil }
            outcome.asked = Set(calls.map(\.topLogprobs))
            #expect(logprobs.count <= 1)
            let entries = logprobs.first?["content"]?.array
            outcome.lists =
                entries.map { $0.map { $0["top_logprobs"]?.array?.count ?? 0 } }
                ?? logprobs.first?["top_logprobs"]?.array?.map { $0.object?.members.count ?? 0 }
            if logprobs.isEmpty { #expect(!answer.text.contains("top_logprobs")) }
        }
        return outcome
    }

    @Test(arguments: [Form.chat, .chatStream]) func aClientThatAskedForNoneGetsNone(form: Form) async throws {
        for sampling in ["", #""logprobs":false"#] {
            let outcome = try await seen(form, settings: Self.weighted, sampling: sampling)
            #expect(outcome.asked == [1] && outcome.lists == nil)
        }
    }

    @Test(arguments: [Form.chat, .chatStream], [LogprobShape.openAI, .legacy])
    func aClientGetsAsManyAsItAskedFor(form: Form, shape: LogprobShape) async throws {
        // The method needs one at each place; who asks for fewer gets fewer, who asks for more gets more.
        for (sampling, asked, shown) in [
            (#""logprobs":true"#, 1, 0), (#""logprobs":true,"top_logprobs":0"#, 1, 0),
            (#""logprobs":true,"top_logprobs":1"#, 1, 1), (#""logprobs":true,"top_logprobs":3"#, 3, 3),
        ] {
            let outcome = try await seen(form, settings: Self.weighted, sampling: sampling, shape: shape)
            #expect(outcome.asked == [asked])
            #expect(outcome.lists == [shown, shown])
        }
    }

    @Test(arguments: [Form.chat, .chatStream]) func aMethodThatNeedsNoneLeavesThemAsTheyAre(form: Form) async throws {
        let outcome = try await seen(
            form, settings: #""parameters":{"samples":3}"#, sampling: #""logprobs":true,"top_logprobs":2"#)
        #expect(outcome.asked == [2] && outcome.lists == [2, 2])
    }

    @Test(arguments: Form.allCases) func aServerThatGivesNoneIsNoGroundForASilentSubstitute(form: Form) async throws {
        try await ServiceUnderTest.with(reply: { $0.says { _ in "= 7" } }) { hone in
            let answer = try await form.ask(hone, "sc", settings: Self.weighted)
            let error = form == .native || form == .chat ? answer.json : answer.events.last?.json ?? .null
            #expect(error["error"]?["code"] == "upstream_lacks_capability")
            #expect(answer.refinement["answer"] == nil)
            if form == .native || form == .chat { #expect(answer.status == 400) }
        }
    }
}
