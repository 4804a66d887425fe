import CurlClient
import HTTP
import HTTPTypes
import JSON
import Refinement
import TestUpstream
import Testing
import Upstream

@Suite(.timeLimit(.minutes(5))) struct ChatStreamTests {
    /// The events of one call to a server that answers so, and how far it came.
    func call(
        choices: Int = 1, seed: Int? = nil, _ reply: @escaping @Sendable (TestUpstream.Call) -> TestUpstream.Reply
    ) async throws -> (completions: [Completion], progress: CallProgress, error: ModelError?) {
        let server = try TestUpstream { reply($0) }
        let client = try CurlClient()
        let configuration = UpstreamConfiguration(base: try UpstreamURL(server.base), key: "top-secret")
        let upstream = Upstream(configuration, client: client)
        var sampling = SamplingOptions([("temperature", Array("0.80".utf8))])
        if let seed { sampling["seed"] = .number(seed) }
        let conversation = Conversation([Message(role: "user", text: "Hi")])
        var stream = upstream.model(named: "m").generate(
            ModelCall(conversation: conversation, sampling: sampling, choices: choices))
        var completions: [Completion] = []
        var failure: ModelError?
        do {
            while let event = try await stream.next() {
                if case .finished(_, let completion) = event { completions.append(completion) }
            }
        } catch let error as ModelError {
            failure = error
        }
        await client.shutdown()
        await server.stop()
        return (completions, stream.progress, failure)
    }

    @Test func sendsTheClientsOptionsAsWrittenAndAsksForAStream() async throws {
        let server = try TestUpstream { _ in .says(["ok"]) }
        let client = try CurlClient()
        let configuration = UpstreamConfiguration(base: try UpstreamURL(server.base), key: "secret")
        var stream = Upstream(configuration, client: client).model(named: "m").generate(
            ModelCall(
                conversation: Conversation([Message(role: "user", text: "Hi")], writtenAs: Array("[ 1.0 ]".utf8)),
                sampling: SamplingOptions([("temperature", Array("0.80".utf8)), ("x", Array("{\"y\": 1e2}".utf8))]),
                choices: 3))
        while try await stream.next() != nil {}
        let call = try #require(server.observations.calls.first)
        #expect(
            call.body.description
                == #"{"model":"m","messages":[1.0],"temperature":0.80,"x":{"y":1e2},"n":3,"stream":true,"#
                + #""stream_options":{"include_usage":true}}"#)
        #expect(call.head.fields[.authorization] == "Bearer secret")
        await client.shutdown()
        await server.stop()
    }

    @Test func givesUpAChoiceThatIsLongerThanAnyAnswer() async throws {
        let outcome = try await call { _ in .saysAtOnce([String(repeating: "a", count: 5 << 20)]) }
        #expect(outcome.completions.isEmpty)
        #expect(outcome.error == .garbled(reason: "a choice of more than 4194304 bytes"))
    }

    @Test func bringsEveryChoiceAndTheExactUsage() async throws {
        let outcome = try await call(choices: 2) { _ in .says(["one two", "three"]) }
        #expect(outcome.completions.map(\.text) == ["one two", "three"])
        #expect(outcome.progress.reported == TokenUsage(prompt: TestUpstream.promptTokens, completion: 3))
        #expect(outcome.error == nil)
    }

    @Test func takesAPlainReplyFromAServerThatDoesNotStream() async throws {
        let reply = #"{"choices":[{"index":0,"message":{"role":"assistant","content":"x"},"finish_reason":"stop"}]}"#
        let outcome = try await call { _ in .sends(Array(reply.utf8), type: "application/json") }
        #expect(outcome.completions.map(\.text) == ["x"])
    }

    @Test(
        arguments: [
            (#"{"error":{"message":"bad n","param":"n","code":"c"}}"#, "bad n", "n"),
            ("plain text", "plain text", nil),
            ("", "no reason given", nil),
            (#"{"error":{"message":"your key top-secret is bad","code":"c"}}"#, "your key … is bad", nil),
        ] as [(String, String, String?)])
    func tellsARefusalInTheServersWords(body: String, message: String, member: String?) async throws {
        let outcome = try await call { _ in .refuses(status: 400, body: body, fields: [.retryAfter: "3"]) }
        guard case .rejected(let rejection)? = outcome.error else { Issue.record("\(outcome)"); return }
        #expect(rejection.status == 400 && rejection.retryAfter == "3")
        #expect(rejection.message == message && rejection.member == member)
    }

    @Test(arguments: [401, 403]) func tellsNothingOfWhatAServerSaysAboutTheKey(status: Int) async throws {
        let outcome = try await call { _ in .refuses(status: status, body: #"{"error":{"message":"bad top-secret"}}"#) }
        #expect(outcome.error == .rejected(.init(status: status, message: "it does not accept Hone's key")))
    }

    @Test(arguments: [
        (#"data: {"error":{"message":"bad key: top-secret"}}"# + "\n\n", "text/event-stream"),
        (#"{"error":{"message":"bad key: top-secret"}}"#, "application/json"),
    ])
    func tellsNothingOfTheKeyWhereAnAnswerIsAnErrorAfterAll(body: String, type: String) async throws {
        let outcome = try await call { _ in .sends(Array(body.utf8), type: type) }
        let error = try #require(outcome.error)
        #expect(error.reason.contains("bad key: …") && !"\(error)".contains("secret"))
    }

    @Test func goesOnAskingForUsageWhereGoingWithoutDidNotHelp() async throws {
        try await UpstreamUnderTest.with { call in
            call.number < 2 ? .refuses(status: 422, body: #"{"detail":"in {stream_options: …}"}"#) : .says(["ok"])
        } _: { upstream in
            let refused = try await upstream.call()
            guard case .rejected? = refused.error else { Issue.record("\(refused)"); return }
            let taken = try await upstream.call()
            #expect(taken.error == nil)
            let asked = upstream.server.observations.calls.map { $0.body["stream_options"] != nil }
            #expect(asked == [true, false, true])
        }
    }

    @Test func anErrorThatAReplicaTellsDoesNotOpenItsBreaker() async throws {
        let event = Array((#"data: {"error":{"message":"no such grammar"}}"# + "\n\n").utf8)
        let reply: UpstreamUnderTest.Answering = { _ in .sends(event, type: "text/event-stream") }
        try await UpstreamUnderTest.with([reply]) { upstream in
            let outcome = try await upstream.call()
            #expect(outcome.error == .interrupted(reason: "no such grammar", tokens: 0))
            #expect(upstream.fleet.status[0].replicas[0].breaker == .closed)
        } configure: { bases in
            FleetConfiguration(upstreams: [
                UpstreamConfiguration(
                    replicas: bases, breaker: BreakerPolicy(failures: 1, openFor: .seconds(3_600)))
            ])
        }
    }

    @Test func asksAgainWithoutStreamOptionsWhereTheyAreRefusedAndRemembersIt() async throws {
        let server = try TestUpstream { call in
            call.body["stream_options"] == nil
                ? .says(["ok"]) : .refuses(status: 422, body: #"{"detail":"body.stream_options: extra_forbidden"}"#)
        }
        let client = try CurlClient()
        let upstream = Upstream(UpstreamConfiguration(base: try UpstreamURL(server.base)), client: client)
        for calls in [2, 3] {
            var stream = upstream.model(named: "m").generate(
                ModelCall(conversation: Conversation([]), sampling: SamplingOptions()))
            var texts: [String] = []
            while let event = try await stream.next() {
                if case .finished(_, let completion) = event { texts.append(completion.text) }
            }
            #expect(texts == ["ok"])
            #expect(server.observations.calls.count == calls)
        }
        await client.shutdown()
        await server.stop()
    }

    @Test func takesTheUsageThatComesByItselfAfterTheLastChoice() async throws {
        let head = #"data: {"choices":[{"index":0,"delta":{"content":"x"},"finish_reason":"stop"}]}"# + "\n\n"
        let usage = #"data: {"choices":[],"usage":{"prompt_tokens":3,"completion_tokens":4}}"# + "\n\ndata: [DONE]\n\n"
        let outcome = try await call { _ in .sends(Array((head + usage).utf8), type: "text/event-stream") }
        #expect(outcome.progress.reported == TokenUsage(prompt: 3, completion: 4))
        // A connection that breaks once everything is said is no loss.
        let broken = try await call { _ in .sends(Array(head.utf8), type: "text/event-stream", breaks: true) }
        #expect(broken.completions.map(\.text) == ["x"] && broken.error == nil)
    }

    @Test(arguments: [
        ("data: {oops}\n\n", "text/event-stream"), ("<html>", "application/json"), ("{}", "application/json"),
        ("", "application/json"),
    ])
    func callsGarbageWhatIsNoCompletion(body: String, type: String) async throws {
        let outcome = try await call { _ in .sends(Array(body.utf8), type: type) }
        guard case .garbled? = outcome.error else { Issue.record("\(outcome)"); return }
    }

    @Test(arguments: [
        #"data: {"choices":[{"index":0,"delta":{"content":"a"}}]}"# + "\n\n",
        #"data: {"choices":[{"index":0,"delta":{"content":"a"}}]}"# + "\n\n"
            + #"data: {"error":{"message":"out of memory"}}"# + "\n\n",
    ])
    func countsWhatCameBeforeAStreamBroke(body: String) async throws {
        for breaks in [false, true] {
            let outcome = try await call { _ in .sends(Array(body.utf8), type: "text/event-stream", breaks: breaks) }
            guard case .interrupted? = outcome.error else { Issue.record("\(outcome)"); return }
            #expect(outcome.progress.tokensSeen == 1)
            #expect(outcome.completions.isEmpty)
        }
    }

    @Test func sendsNothingBeforeTheFirstEventIsAskedFor() async throws {
        let server = try TestUpstream { _ in .says(["ok"]) }
        let client = try CurlClient()
        let upstream = Upstream(UpstreamConfiguration(base: try UpstreamURL(server.base)), client: client)
        let stream = upstream.model(named: "m").generate(
            ModelCall(conversation: Conversation([]), sampling: SamplingOptions()))
        #expect(!stream.progress.isSent)
        await client.shutdown()
        await server.stop()
        #expect(server.observations.calls.isEmpty)
    }
}
