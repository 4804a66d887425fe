import CurlClient
import JSON
import TestUpstream
import Testing
import Upstream

@testable import Refinement

@Suite(.timeLimit(.minutes(5))) struct LogprobProbeTests {
    /// What a run finds out about a server, asked twice for `top`, and the calls that it took.
    private func probe(
        top: Int, budget: Budget = Budget(),
        _ reply: @escaping @Sendable (TestUpstream.Call) -> TestUpstream.Reply
    ) async throws -> (support: Result<LogprobSupport, any Error>, calls: [TestUpstream.Call], usage: TokenUsage?) {
        let server = try TestUpstream { reply($0) }
        let client = try CurlClient()
        var configuration = UpstreamConfiguration(base: try UpstreamURL(server.base))
        configuration.retries.maxAttempts = 1
        let upstream = Upstream(configuration, client: client)
        let run = Run(model: upstream.model(named: "m"), budget: budget)
        let support: Result<LogprobSupport, any Error>
        do {
            let found = try await run.logprobSupport(top: top)
            let calls = server.observations.calls.count
            // Other runs know it as well.
            let again = try await Run(model: upstream.model(named: "m")).logprobSupport(top: top)
            #expect(again == found)
            #expect(server.observations.calls.count == calls)
            support = .success(found)
        } catch {
            support = .failure(error)
            #expect(upstream.model(named: "m").logprobSupport == nil)
        }
        let calls = server.observations.calls
        #expect(run.calls == calls.count)
        await client.shutdown()
        await server.stop()
        return (support, calls, run.usageByRole[.probe])
    }

    /// Two tokens for each choice, with the lists of a model that would say any of 60 words.
    private static func says(
        _ call: TestUpstream.Call, as shape: LogprobShape = .openAI, temperature: Double = 1
    ) -> TestUpstream.Reply {
        let list = (0..<60).map { (text: "w\($0)", logprob: -0.5 - 0.2 * Double($0) / temperature) }
        // The second word is as unlikely as one that stands in no list.
        let tokens = [ScriptedToken("w2", list[2].logprob, top: list), ScriptedToken("z", -40, top: list)]
        return .spells(Array(repeating: tokens, count: call.choices), as: shape)
    }

    private static func refusal(_ message: String) -> TestUpstream.Reply {
        let body: JSON = ["error": ["message": .string(message), "code": 400]]
        return .refuses(status: 400, body: body.description)
    }

    @Test func findsOutInTwoCallsOfTwoTokens() async throws {
        let found = try await probe(top: 20) { Self.says($0) }
        #expect(try found.support.get() == LogprobSupport(maxTop: 20))
        #expect(found.calls.map(\.choices) == [2, 1])
        #expect(found.calls.map(\.temperature) == [1, 0.2])
        #expect(found.calls.allSatisfy { $0.body["max_tokens"] == 2 && $0.topLogprobs == 20 })
        #expect(found.usage == TokenUsage(prompt: 2 * TestUpstream.promptTokens, completion: 6))
    }

    @Test(arguments: LogprobShape.allCases) func understandsEveryShape(shape: LogprobShape) async throws {
        let found = try await probe(top: 20) { Self.says($0, as: shape) }
        #expect(try found.support.get() == LogprobSupport(maxTop: 20))
    }

    @Test func asksOpenAIForTwenty() async throws {
        let message = "Invalid 'top_logprobs': integer above maximum value. Expected a value <= 20, but got 50 instead."
        let found = try await probe(top: 50) {
            ($0.topLogprobs ?? 0) > 20 ? Self.refusal(message) : Self.says($0)
        }
        #expect(try found.support.get() == LogprobSupport(maxTop: 20, isLimit: true))
        #expect(found.calls.map(\.topLogprobs) == [50, 20, 20])
    }

    @Test func asksVLLMForTheLimitItNames() async throws {
        let message = "Requested sample logprobs of 50, which is greater than max allowed: 12"
        let found = try await probe(top: 50) {
            ($0.topLogprobs ?? 0) > 12 ? Self.refusal(message) : Self.says($0, as: .vLLM)
        }
        #expect(try found.support.get() == LogprobSupport(maxTop: 12, isLimit: true))
        #expect(found.calls.map(\.topLogprobs) == [50, 12, 12])
    }

    @Test func asksLlamaCppForOneChoice() async throws {
        let found = try await probe(top: 50) {
            $0.choices > 1 ? Self.refusal("Only one completion choice is allowed") : Self.says($0, as: .llamaCpp)
        }
        #expect(try found.support.get() == LogprobSupport(maxTop: 50, bringsChoices: false))
        #expect(found.calls.map(\.choices) == [2, 1, 1])
    }

    @Test func findsNoneAtAServerThatIgnoresTheWish() async throws {
        let found = try await probe(top: 20) { _ in .says(["one two"]) }
        #expect(try found.support.get() == LogprobSupport.none)
        #expect(found.calls.count == 1)
    }

    @Test func findsThoseThatAreNotTheModelsOwn() async throws {
        let found = try await probe(top: 20) { Self.says($0, as: .vLLM, temperature: $0.temperature) }
        let support = try found.support.get()
        #expect(support.isSupported && !support.isRaw)
    }

    @Test(arguments: [500, 503]) func surfacesAnErrorOfTheMomentAndLearnsNothing(status: Int) async throws {
        let found = try await probe(top: 20) { _ in .refuses(status: status, body: "busy") }
        #expect(throws: ModelError.rejected(.init(status: status, message: "busy"))) { try found.support.get() }
    }

    @Test func staysWithinTheBudget() async throws {
        let none = try await probe(top: 20, budget: Budget(maxCalls: 1)) { Self.says($0) }
        #expect(throws: RefinementError.self) { try none.support.get() }
        #expect(none.calls.count == 1)
        let late = try await probe(top: 20, budget: Budget(deadline: .milliseconds(50))) { _ in .hangs() }
        #expect(throws: RefinementError.self) { try late.support.get() }
    }

    @Test func doesNotTakeTheRefusalOfALimitForOneOfTheNumberOfChoices() async throws {
        let server = try TestUpstream { call in
            (call.topLogprobs ?? 0) > 20 ? Self.refusal("top_logprobs: at most 20") : Self.says(call)
        }
        let client = try CurlClient()
        let model = Upstream(UpstreamConfiguration(base: try UpstreamURL(server.base)), client: client)
            .model(named: "m")
        _ = try await Run(model: model).logprobSupport(top: 50)
        #expect(model.callSizes(for: 40, spare: 0) == [40])
        await client.shutdown()
        await server.stop()
    }
}
