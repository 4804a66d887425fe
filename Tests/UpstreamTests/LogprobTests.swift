import CurlClient
import JSON
import Refinement
import TestUpstream
import Testing
import Upstream

@Suite(.timeLimit(.minutes(5))) struct LogprobTests {
    private static let list = [("a", -0.2), ("b", -2.0), ("c", -4.0), ("d", -8.0)]

    /// Five tokens, of which the second stands outside its list; the last one has no text.
    private static let tokens = [
        ScriptedToken("a", -0.2, top: list),
        ScriptedToken("z", -9, top: [("a", -0.3), ("b", -2.1), ("c", -4.1), ("d", -8.1)]),
        ScriptedToken("b", -2, top: list),
        ScriptedToken("c", -0.5, top: [("c", -0.5), ("a", -1.5), ("x", -3), ("y", -7)]),
        ScriptedToken("", -0.7, top: [("", -0.7), ("a", -1.4), ("b", -1.6), ("c", -1.8)]),
    ]

    /// What a call brings: the completions, and what came with their text.
    private func call(
        _ reply: TestUpstream.Reply, top: Int? = 3, choices: Int = 1
    ) async throws -> (completions: [Completion], told: [[TokenDistribution]]) {
        let server = try TestUpstream { _ in reply }
        let client = try CurlClient()
        let upstream = Upstream(UpstreamConfiguration(base: try UpstreamURL(server.base)), client: client)
        var sampling = SamplingOptions()
        if let top {
            sampling["logprobs"] = true
            sampling["top_logprobs"] = .number(top)
        }
        var stream = upstream.model(named: "m").generate(
            ModelCall(conversation: Conversation([]), sampling: sampling, choices: choices))
        var told = [[TokenDistribution]](repeating: [], count: choices)
        var completions = [Completion?](repeating: nil, count: choices)
        while let event = try await stream.next() {
            switch event {
            case .delta(let choice, _, _, let distributions): told[choice] += distributions
            case .finished(let choice, let completion): completions[choice] = completion
            }
        }
        await client.shutdown()
        await server.stop()
        return (completions.compactMap(\.self), told)
    }

    @Test(arguments: LogprobShape.allCases, [false, true])
    func sumsUpEveryShapeTokenByToken(shape: LogprobShape, isPlain: Bool) async throws {
        let outcome = try await call(.spells([Self.tokens], as: shape, isPlain: isPlain))
        let completion = try #require(outcome.completions.first)
        let tokens = try #require(completion.tokens)
        #expect(completion.text == "azbc")
        #expect(tokens.map(\.sampled) == [-0.2, -9, -2, -0.5, -0.7])
        #expect(outcome.told == [isPlain ? [] : tokens])
        var expected = [[-0.2, -2, -4], [-0.3, -2.1, -4.1], [-0.2, -2, -4], [-0.5, -1.5, -3], [-0.7, -1.4, -1.6]]
        // Here the sampled token has driven out the third one.
        if shape == .vLLM { expected[1] = [-0.3, -2.1] }
        // Here a list is missing where it is another token's and the token shows it.
        if shape == .sgLang, !isPlain {
            expected[1] = expected[0]
            expected[3] = []
        }
        for (token, list) in zip(tokens, expected) {
            #expect(token == TokenDistribution(sampled: token.sampled, listed: list))
        }
    }

    @Test func keepsChoicesApart() async throws {
        let others = [ScriptedToken("x", -1, top: [("x", -1), ("y", -1.1)])]
        let outcome = try await call(.spells([Self.tokens, others], as: .openAI), choices: 2)
        #expect(outcome.completions.map { $0.tokens?.count } == [5, 1])
        #expect(outcome.completions.map(\.tokens) == outcome.told)
        #expect(outcome.completions.map { $0.logprobs?["content"]?.array?.count } == [5, 1])
    }

    @Test func countsNoMoreThanWereAskedFor() async throws {
        for (top, count) in [(1, 1), (4, 4), (-1, 4)] {
            let outcome = try await call(Self.reply, top: top)
            #expect(outcome.completions.first?.tokens?.map(\.count) == [count])
        }
    }

    @Test func readsNothingThatWasNotAskedFor() async throws {
        let outcome = try await call(Self.reply, top: nil)
        #expect(outcome.completions.first?.tokens == nil)
        #expect(outcome.completions.first?.logprobs != nil)
        let silent = try await call(.says(["a"]))
        #expect(silent.completions.first?.tokens == nil && silent.told == [[]])
    }

    /// A plain reply of one token with its whole list, however many were asked for.
    private static var reply: TestUpstream.Reply {
        let entries = list.map { token, logprob -> JSON in ["token": .string(token), "logprob": .number(logprob)] }
        let token: JSON = ["token": "a", "logprob": -0.2, "top_logprobs": .array(entries)]
        let choice: JSON = [
            "index": 0, "message": ["role": "assistant", "content": "a"], "logprobs": ["content": [token]],
            "finish_reason": "stop",
        ]
        return .sends((["choices": [choice]] as JSON).utf8, type: "application/json")
    }
}
