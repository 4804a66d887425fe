import Foundation
import JSON
import Testing

@testable import TinyModel

@Suite struct TinyModelServerTests {
    private let sampling = JSON.Object([
        JSON.Member("temperature", 0.8), JSON.Member("seed", 11), JSON.Member("n", 3),
        JSON.Member("logprobs", true), JSON.Member("top_logprobs", 2),
    ])

    private func sampling(_ more: JSON.Member...) -> JSON.Object {
        var members = sampling
        for member in more { members[member.name] = member.value }
        return members
    }

    @Test(arguments: Endpoint.allCases)
    func aStreamSaysWhatAPlainReplySays(_ endpoint: Endpoint) async throws {
        try await TestServer.run { server in
            let plain = try await server.ask(endpoint, sampling).json
            let options: JSON = ["include_usage": true]
            let stream = try await server.ask(
                endpoint, sampling(JSON.Member("stream", true), JSON.Member("stream_options", options)))
            #expect(stream.events.last == "[DONE]")
            var texts = ["", "", ""]
            var scores: [[Double]] = [[], [], []]
            var reasons: [String?] = [nil, nil, nil]
            for chunk in try stream.chunks {
                for choice in chunk["choices"]?.array ?? [] {
                    let index = try #require(choice["index"]?.int)
                    texts[index] += endpoint.piece(choice)
                    scores[index] += endpoint.logProbabilities(choice)
                    reasons[index] = choice["finish_reason"]?.string ?? reasons[index]
                }
            }
            let choices = try #require(plain["choices"]?.array)
            #expect(choices.map(endpoint.text) == texts)
            // The end token, which has no text, is the last of them.
            #expect(choices.map(endpoint.logProbabilities) == scores)
            #expect(choices.map { $0["finish_reason"]?.string } == reasons)
            #expect(try stream.chunks.last?["usage"] == plain["usage"])
            #expect(try stream.chunks.last?["choices"]?.array == [])
        }
    }

    @Test(arguments: Endpoint.allCases)
    func choicesEqualSingleRequestsOfTheNextSeeds(_ endpoint: Endpoint) async throws {
        try await TestServer.run { server in
            let together = try await server.ask(endpoint, sampling).json["choices"]?.array?.map(endpoint.text)
            let singles = try await withThrowingTaskGroup(of: (Int, String?).self) { group in
                for index in 0..<3 {
                    group.addTask {
                        let members = sampling(JSON.Member("seed", .number(11 + index)), JSON.Member("n", 1))
                        return (
                            index, try await server.ask(endpoint, members).json["choices"]?[0].flatMap(endpoint.text)
                        )
                    }
                }
                return try await group.reduce(into: [String?](repeating: nil, count: 3)) { $0[$1.0] = $1.1 }
            }
            #expect(together == singles)
            #expect(Set(singles).count > 1)
        }
    }

    @Test func usageCountsThePromptOnceAndEveryEndToken() async throws {
        try await TestServer.run { server in
            let members = sampling(JSON.Member("top_logprobs", 0))
            let reply = try await server.ask(.chat, members).json
            let tokens = reply["choices"]?.array?.map { Endpoint.chat.logProbabilities($0).count }.reduce(0, +)
            let usage = try #require(reply["usage"])
            #expect(usage["prompt_tokens"]?.int == (try Fixture.prompt(Fixture.applesQuestion).count))
            #expect(usage["completion_tokens"]?.int == tokens)
            #expect(usage["total_tokens"]?.int == (usage["prompt_tokens"]?.int ?? 0) + (tokens ?? 0))
            #expect(server.server.statistics.generatedTokens == tokens)
        }
    }

    @Test func aStreamWithoutOptionsHasNoUsage() async throws {
        try await TestServer.run { server in
            let stream = try await server.ask(.chat, [JSON.Member("stream", true)].object)
            #expect(try stream.chunks.allSatisfy { $0["usage"] == nil })
            #expect(try stream.chunks.first?["choices"]?[0]?["delta"]?["role"] == "assistant")
            #expect(try stream.chunks.last?["choices"]?[0]?["finish_reason"] == "stop")
        }
    }

    @Test(arguments: Endpoint.allCases, [false, true])
    func stopStringsEndTheText(_ endpoint: Endpoint, _ streams: Bool) async throws {
        try await TestServer.run { server in
            let greedy = [JSON.Member("temperature", 0)]
            let whole = try await server.ask(endpoint, greedy.object).json["choices"]?[0].flatMap(endpoint.text)
            let cut = try #require(whole?.range(of: ". The answer"))
            let members = greedy + [JSON.Member("stop", [". The answer", "x"]), JSON.Member("stream", .bool(streams))]
            let reply = try await server.ask(endpoint, members.object)
            let text =
                streams
                ? try reply.chunks.compactMap { $0["choices"]?[0].map(endpoint.piece) }.joined()
                : try reply.json["choices"]?[0].flatMap(endpoint.text)
            #expect(text == whole.map { String($0[..<cut.lowerBound]) })
        }
    }

    @Test func maxTokensEndsWithLength() async throws {
        try await TestServer.run { server in
            for name in ["max_tokens", "max_completion_tokens"] {
                let reply = try await server.ask(.chat, [JSON.Member(name, 2)].object).json
                #expect(reply["choices"]?[0]?["finish_reason"] == "length")
                #expect(reply["usage"]?["completion_tokens"] == 2)
            }
        }
    }

    @Test func chatLogProbabilitiesCoverTheWholeVocabulary() async throws {
        try await TestServer.run { server in
            let reply = try await server.ask(.chat, sampling(JSON.Member("top_logprobs", 126))).json
            let content = try #require(reply["choices"]?[0]?["logprobs"]?["content"]?.array)
            for entry in content {
                let top = try #require(entry["top_logprobs"]?.array)
                #expect(Set(top.map { $0["id"] }).count == 126)
                let sum = top.reduce(0) { $0 + exp($1["logprob"]?.double ?? 0) }
                #expect(abs(sum - 1) < 1e-5)
                let bytes = entry["bytes"]?.array?.compactMap(\.int).map(UInt8.init) ?? []
                #expect(entry["token"]?.string == String(decoding: bytes, as: UTF8.self))
            }
            #expect(content.last?["token"] == "")
            #expect(content.last?["bytes"] == [])
            let text = content.compactMap { $0["token"]?.string }.joined()
            #expect(text == reply["choices"]?[0]?["message"]?["content"]?.string)
        }
    }

    @Test func textLogProbabilitiesHaveTheLegacyShape() async throws {
        try await TestServer.run { server in
            let reply = try await server.ask(.text, sampling(JSON.Member("top_logprobs", 126))).json
            let choice = try #require(reply["choices"]?[0])
            let text = try #require(choice["text"]?.string)
            let logprobs = try #require(choice["logprobs"])
            let tokens = logprobs["tokens"]?.array?.compactMap(\.string) ?? []
            let offsets = logprobs["text_offset"]?.array?.compactMap(\.int) ?? []
            #expect(tokens.last == "</s>")
            for (token, offset) in zip(tokens.dropLast(), offsets) {
                #expect(text.dropFirst(offset).hasPrefix(token))
            }
            for (token, top) in zip(tokens, logprobs["top_logprobs"]?.array ?? []) {
                let members = try #require(top.object?.members)
                #expect(Set(members.map(\.name)).count == 126)
                #expect(members.contains { $0.name == token })
                #expect(abs(members.reduce(0) { $0 + exp($1.value.double ?? 0) } - 1) < 1e-5)
            }
        }
    }

    @Test func contentMayBeTextParts() async throws {
        try await TestServer.run { server in
            func ask(_ content: JSON) async throws -> JSON? {
                let message: JSON = ["role": "user", "content": content]
                let body: JSON = ["messages": [message], "temperature": 0]
                return try await TestClient.post(server, Endpoint.chat.path, body).json["usage"]
            }
            let parts: JSON = [["type": "text", "text": "What is 1 + 1?"], ["type": "text", "text": "Say it."]]
            let joined = try await ask("What is 1 + 1?\nSay it.")
            #expect(try await ask(parts) == joined)
        }
    }

    @Test func aTrailingAnswerIsGoneOnWith() async throws {
        try await TestServer.run { server in
            let messages: JSON = [
                ["role": "user", "content": .string(Fixture.applesQuestion)],
                ["role": "assistant", "content": "3 * 12"],
            ]
            let body: JSON = ["messages": messages, "temperature": 0]
            let reply = try await TestClient.post(server, Endpoint.chat.path, body).json
            #expect(reply["choices"]?[0]?["message"]?["content"]?.string?.hasPrefix(" = 36.") == true)
        }
    }

    @Test func unknownMembersAreIgnored() async throws {
        try await TestServer.run { server in
            let reply = try await server.ask(
                .chat, [JSON.Member("cache_prompt", [true]), JSON.Member("n", nil)].object)
            #expect(reply.status == 200)
        }
    }

    @Test(.timeLimit(.minutes(5)), arguments: [false, true])
    func aClientThatLeavesStopsItsGeneration(_ streams: Bool) async throws {
        try await TestServer.run { server in
            // Hot enough to go on to the end of the context: a hundred thousand tokens, were it to be finished.
            let members: JSON.Object = [
                JSON.Member("temperature", 2), JSON.Member("n", 128), JSON.Member("stream", .bool(streams)),
            ].object
            do {
                let client = try TestClient(
                    port: server.port, "POST", Endpoint.chat.path, Endpoint.chat.body(members).description)
                while server.server.statistics.generatedTokens == 0 { await Task.yield() }
                #expect(server.server.statistics.runningChoices == 128)
                withExtendedLifetime(client) {}
            }
            while server.server.statistics.runningRequests > 0 { await Task.yield() }
            #expect(server.server.statistics.generatedTokens < 40_000)
        }
    }

    @Test func aLongRequestDoesNotHoldUpAShortOne() async throws {
        try await TestServer.run { server in
            let members = [JSON.Member("temperature", 2), JSON.Member("n", 128), JSON.Member("stream", true)].object
            let long = try TestClient(
                port: server.port, "POST", Endpoint.chat.path, Endpoint.chat.body(members).description)
            try await long.read(until: #""content":"1"#)
            let short = try await server.ask(.chat, [JSON.Member("temperature", 0)].object)
            #expect(short.status == 200)
            // The long one would make a hundred thousand.
            #expect(server.server.statistics.generatedTokens < 50_000)
            withExtendedLifetime(long) {}
        }
    }

    @Test func turnsAwayMoreChoicesThanItCanHold() async throws {
        var limits = ServiceLimits()
        limits.runningChoices = 2
        try await TestServer.run(limits: limits) { server in
            let reply = try await server.ask(.chat, sampling)
            #expect(reply.status == 503)
            #expect(try reply.json["error"]?["code"] == "overloaded")
            #expect(try await server.ask(.chat, sampling(JSON.Member("n", 2))).status == 200)
        }
    }

    @Test func listsItsModelAndItsHealth() async throws {
        try await TestServer.run { server in
            let models = try await TestClient(port: server.port, "GET", "/v1/models").reply().json
            #expect(models["data"]?[0]?["id"] == "tiny-arith")
            #expect(try await TestClient(port: server.port, "GET", "/health").reply().json == ["status": "ok"])
        }
    }
}

extension [JSON.Member] {
    fileprivate var object: JSON.Object { JSON.Object(self) }
}
