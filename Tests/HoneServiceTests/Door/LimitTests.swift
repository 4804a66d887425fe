import HTTPTypes
import JSON
import Logging
import TestUpstream
import Testing
import Upstream

@testable import HoneService

@Suite(.timeLimit(.minutes(5))) struct LimitTests {
    private static func name(_ text: String) -> HTTPField.Name { HTTPField.Name(text)! }
    private static let chat = #"{"model":"m","messages":[{"role":"user","content":"x"}]}"#

    @Test func boundsRequestsAMinuteKeyByKey() async throws {
        let configuration = ServiceConfiguration.keys(["a", "b"], KeyLimits(requestsPerMinute: 2))
        try await ServiceUnderTest.with(configuration: configuration) { hone in
            let first = try await hone.send(.get, "/v1/methods", fields: .json(key: "a"))
            #expect(first.fields[Self.name("x-ratelimit-limit-requests")] == "2")
            #expect(first.fields[Self.name("x-ratelimit-remaining-requests")] == "1")
            #expect(first.fields[Self.name("x-ratelimit-limit-tokens")] == nil)
            #expect(try await hone.send(.get, "/v1/methods", fields: .json(key: "a")).status == 200)
            let third = try await hone.send(.get, "/v1/methods", fields: .json(key: "a"))
            #expect(third.status == 429)
            #expect(third.json["error"]?["code"] == "rate_limit_exceeded")
            #expect((1...30).contains(third.fields[.retryAfter].flatMap { Int($0) } ?? 0))
            #expect(third.fields[Self.name("x-ratelimit-remaining-requests")] == "0")
            #expect(try await hone.send(.get, "/v1/methods", fields: .json(key: "b")).status == 200)
        }
    }

    @Test(arguments: [
        ("/v1/chat/completions", chat),
        ("/v1/chat/completions", chat.replacing("{\"model\"", with: "{\"stream\":true,\"model\"")),
        ("/v1/refine/sc", #"{"model":"m","prompt":"x","parameters":{"samples":2}}"#),
    ])
    func boundsTokensAMinute(path: String, body: String) async throws {
        let configuration = ServiceConfiguration.keys(["a"], KeyLimits(tokensPerMinute: 2))
        try await ServiceUnderTest.with(
            configuration: configuration, reply: { $0.says { _ in "one two three" } }
        ) { hone in
            let first = try await hone.post(path, body, fields: .json(key: "a"))
            #expect(first.status == 200)
            #expect(first.fields[Self.name("x-ratelimit-limit-tokens")] == "2")
            // What a stream has cost is known once it has ended here, which its client may see a moment earlier.
            var second = try await hone.post("/v1/echo", "{}", fields: .json(key: "a"))
            while second.status == 200 { second = try await hone.post("/v1/echo", "{}", fields: .json(key: "a")) }
            #expect(second.status == 429)
            #expect(second.fields[Self.name("x-ratelimit-remaining-tokens")] == "0")
        }
    }

    @Test func countsWhatAClientHasAskedForThatLeavesBeforeTheAnswer() async throws {
        let configuration = ServiceConfiguration.keys(["a"], KeyLimits(tokensPerMinute: 2))
        try await ServiceUnderTest.with(configuration: configuration, reply: { _ in .hangs() }) { hone in
            let request = Task {
                try await hone.post("/v1/chat/completions", Self.chat, fields: .json(key: "a"))
            }
            await hone.upstream.wait { $0.running == 1 }
            request.cancel()
            await hone.upstream.wait { $0.running == 0 }
            var next = try await hone.send(.get, "/v1/methods", fields: .json(key: "a"))
            while next.status == 200 { next = try await hone.send(.get, "/v1/methods", fields: .json(key: "a")) }
            #expect(next.status == 429)
        }
    }

    @Test(arguments: [true, false])
    func boundsRunsAtTheSameTime(isOfKey: Bool) async throws {
        var configuration = ServiceConfiguration.keys(["a"], KeyLimits(maxConcurrentRuns: isOfKey ? 1 : nil))
        if !isOfKey { configuration.maxConcurrentRuns = 1 }
        try await ServiceUnderTest.with(
            configuration: configuration,
            reply: { call in call.number < 2 ? .hangs() : call.says { _ in "= 1" } }
        ) { hone in
            let question = #"{"prompt":"x","parameters":{"samples":2}}"#
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { _ = try? await hone.post("/v1/refine/sc", question, fields: .json(key: "a")) }
                await hone.upstream.wait { !$0.calls.isEmpty }
                let second = try await hone.post("/v1/refine/sc", question, fields: .json(key: "a"))
                #expect(second.status == 429)
                #expect(second.json["error"]?["code"] == .string(isOfKey ? "rate_limit_exceeded" : "overloaded"))
                #expect(second.fields[.retryAfter] == "1")
                // Plain proxying is no run.
                #expect(try await hone.post("/v1/echo", "{}", fields: .json(key: "a")).status == 200)
                group.cancelAll()
            }
        }
    }

    @Test func letsGoOfItsRunsHoweverTheyEnd() async throws {
        let configuration = ServiceConfiguration.keys(["a"], KeyLimits(maxConcurrentRuns: 1))
        try await ServiceUnderTest.with(configuration: configuration, reply: { _ in .refuses(status: 400, body: "no") })
        {
            hone in
            for stream in [true, false, true, false] {
                let body = #"{"prompt":"x","stream":\#(stream)}"#
                let answer = try await hone.post("/v1/refine/sc", body, fields: .json(key: "a"))
                #expect(answer.status != 429)
            }
        }
    }

    @Test func boundsBodies() async throws {
        var configuration = ServiceConfiguration()
        configuration.maxBodyBytes = 64
        try await ServiceUnderTest.with(configuration: configuration) { hone in
            let long = #"{"model":"m","prompt":"\#(String(repeating: "x", count: 64))"}"#
            for path in ["/v1/refine/sc", "/v1/chat/completions", "/v1/echo"] {
                let answer = try await hone.post(path, long)
                #expect(answer.status == 413)
                #expect(answer.json["error"]?["code"] == "body_too_large")
            }
            #expect(try await hone.post("/v1/echo", "{}").status == 200)
        }
    }

    @Test func outlivesAChangeOfTheConfiguration() throws {
        let head = HTTPFields.json(key: "a")
        let door = Door(.keys(["a"], KeyLimits(requestsPerMinute: 2)))
        let key = try #require(ServiceConfiguration.keys(["a"]).keys.first)
        _ = try door.admit(key, head)
        _ = try door.admit(key, head)
        #expect(throws: DoorRefusal.self) { try door.admit(key, head) }
        door.follow(.keys(["a", "b"], KeyLimits(requestsPerMinute: 4)))
        #expect(door.rateFields(of: key)[Self.name("x-ratelimit-limit-requests")] == "4")
        #expect(throws: DoorRefusal.self) { try door.admit(key, head) }
        door.follow(.keys(["a"]))
        _ = try door.admit(key, head)
    }
}
