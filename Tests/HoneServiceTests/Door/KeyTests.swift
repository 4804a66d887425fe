import HTTPTypes
import JSON
import Refinement
import TestUpstream
import Testing

@testable import HoneService

@Suite(.timeLimit(.minutes(5))) struct KeyTests {
    private static let question = #"{"prompt":"How many?","parameters":{"samples":2}}"#

    @Test func opensTheDoorInEveryWayThatClientsShowIt() async throws {
        try await ServiceUnderTest.with(configuration: .keys(["a", "b"])) { hone in
            for (name, value) in [
                ("Authorization", "Bearer key-of-a"), ("Authorization", "bearer  key-of-b"), ("Api-Key", "key-of-a"),
                ("X-Api-Key", "key-of-b"),
            ] {
                let answer = try await hone.send(.get, "/v1/methods", fields: [.init(name)!: value])
                #expect(answer.status == 200)
            }
        }
    }

    @Test(
        arguments: [
            [:], [.authorization: "Bearer wrong"], [.authorization: "Bearer"], [.authorization: "Basic key-of-a"],
            [.authorization: "key-of-a"], [.authorization: "Bearer key-of-a " + "x"], [.init("X-Api-Key")!: ""],
            [.authorization: "Bearer wrong", .init("X-Api-Key")!: "key-of-a"],
        ] as [HTTPFields])
    func isNeeded(fields: HTTPFields) async throws {
        try await ServiceUnderTest.with(configuration: .keys(["a"])) { hone in
            for (method, path) in [
                (HTTPRequest.Method.get, "/v1/methods"), (.post, "/v1/refine/sc"), (.post, "/v1/chat/completions"),
                (.post, "/v1/embeddings"), (.get, "/openapi.yaml"), (.get, "/nothing"), (.get, "/v1/runs/run_0"),
                (.options, "/v1/models"), (.get, "/health/"),
            ] {
                let answer = try await hone.send(method, path, fields: fields)
                #expect(answer.status == 401)
                #expect(answer.fields[.wwwAuthenticate] == "Bearer")
                #expect(answer.json["error"]?["code"] == "invalid_api_key")
            }
            #expect(hone.upstream.observations.calls.isEmpty)
            #expect(try await hone.send(.get, "/health", fields: fields).status == 200)
            #expect(try await hone.send(.get, "/ready", fields: fields).status == 200)
        }
    }

    @Test func isNotNeededWhereThereIsNone() async throws {
        try await ServiceUnderTest.with { hone in
            let answer = try await hone.send(.get, "/v1/methods", fields: [.authorization: "Bearer x"])
            #expect(answer.status == 200)
        }
    }

    @Test func isAskedForBeforeTheBody() async throws {
        try await ServiceUnderTest.with(configuration: .keys(["a"])) { hone in
            let body = [UInt8](repeating: 0x20, count: 16 * 1024 * 1024)
            let answer = try? await hone.send(.post, "/v1/refine/sc", bytes: body, [.contentType: "application/json"])
            // The client may see the connection end before it has read the answer.
            #expect(answer == nil || answer?.status == 401)
        }
    }

    @Test func keepsRunsForItsOwner() async throws {
        try await ServiceUnderTest.with(configuration: .keys(["a", "b"]), reply: { $0.says { _ in "= 7" } }) { hone in
            let answer = try await hone.post("/v1/refine/sc", Self.question, fields: .json(key: "a"))
            let path = "/v1/runs/" + (try #require(answer.json["id"]?.string))
            #expect(try await hone.send(.get, path, fields: .json(key: "a")).status == 200)
            #expect(try await hone.send(.get, path, fields: .json(key: "b")).json["error"]?["code"] == "run_not_found")
        }
    }

    @Test func isForItsMethodsAndModelsOnly() async throws {
        var limits = KeyLimits()
        limits.methods = ["sc", "best-of-n"]
        limits.models = ["m"]
        try await ServiceUnderTest.with(models: ["m", "n"], configuration: .keys(["a"], limits)) { hone in
            func code(_ path: String, _ body: String) async throws -> String? {
                let answer = try await hone.post(path, body, fields: .json(key: "a"))
                if let code = answer.json["error"]?["code"]?.string {
                    #expect(answer.status == 403)
                    return code
                }
                #expect(answer.status == 200)
                return nil
            }
            let messages = #""messages":[{"role":"user","content":"x"}]"#
            #expect(try await code("/v1/refine/sc", #"{"model":"m","prompt":"x"}"#) == nil)
            #expect(
                try await code("/v1/refine/self-refine", #"{"model":"m","prompt":"x"}"#) == "method_not_allowed_for_key"
            )
            #expect(try await code("/v1/refine/sc", #"{"model":"n","prompt":"x"}"#) == "model_not_allowed")
            #expect(
                try await code("/v1/refine/bon", #"{"model":"m","prompt":"x","roles":{"judge":"n"}}"#)
                    == "model_not_allowed")
            #expect(try await code("/v1/chat/completions", "{\"model\":\"m\",\(messages)}") == nil)
            for model in ["n", "sc:n"] {
                for stream in [true, false] {
                    let body = #"{"model":"\#(model)","stream":\#(stream),\#(messages)}"#
                    #expect(try await code("/v1/chat/completions", body) == "model_not_allowed")
                }
            }
            #expect(try await code("/v1/responses", #"{"model":"m"}"#) == nil)
            #expect(try await code("/v1/echo", #"{"model":"m"}"#) == "model_not_allowed")
            #expect(try await code("/v1/engines/n/completions", #"{"model":"m"}"#) == "model_not_allowed")
            #expect(try await code("/v1/responses", #"{"model":"n"}"#) == "model_not_allowed")
            #expect(try await code("/v1/responses", #"{"input":"x"}"#) == "model_not_allowed")
            let twice = try await hone.post("/v1/responses", #"{"model":"m","model":"n"}"#, fields: .json(key: "a"))
            #expect(twice.json["error"]?["code"] == "duplicate_parameter")
            for (path, body) in [
                ("/v1/responses", #"{"model":"m","models":["n"]}"#),
                ("/v1/chat/completions", "{\"model\":\"m\",\"fallbacks\":[\"n\"],\(messages)}"),
                ("/v1/refine/sc", #"{"model":"m","prompt":"x","sampling":{"models":["n"]}}"#),
                ("/v1/chat/completions", "{\"model\":\"sc:m\",\"models\":[\"n\"],\(messages)}"),
            ] {
                let more = try await hone.post(path, body, fields: .json(key: "a"))
                #expect(more.status == 400 && more.json["error"]?["code"] == "unsupported_parameter")
            }
            let disguised = try await hone.post(
                "/v1/responses", #"{"model":"n"}"#,
                fields: [.contentType: "text/plain", .authorization: "Bearer key-of-a"])
            #expect(disguised.status == 403)
            let listed = try await hone.send(.get, "/v1/models", fields: .json(key: "a")).json["data"]?.array ?? []
            #expect(listed.compactMap { $0["id"]?.string } == ["m", "self-consistency:m", "best-of-n:m"])
            #expect(try await hone.send(.get, "/v1/models/n", fields: .json(key: "a")).status == 404)
        }
    }

    @Test func letsAMethodBeChosenOnlyAmongItsOwn() {
        func allows(_ methods: Set<String>) -> Bool {
            Admission(keyName: "a", limits: KeyLimits(methods: methods), fields: [:])
                .allows(method: Chooser.description)
        }
        let choosable = MethodChoice.Candidate.allCases.map(\.rawValue)
        #expect(!allows(["auto"]))
        #expect(!allows(Set(choosable)))
        #expect(!allows(Set(choosable.dropLast() + ["auto"])))
        #expect(allows(Set(choosable + ["auto"])))
    }

    @Test func boundsTheBudget() async throws {
        let limits = KeyLimits(maxBudget: Budget(maxTokens: 1_000, maxCalls: 2))
        try await ServiceUnderTest.with(
            configuration: .keys(["a"], limits), reply: { call in call.says { "= \($0)" } }
        ) { hone in
            let more = try await hone.post(
                "/v1/refine/sc", #"{"prompt":"x","budget":{"max_calls":3}}"#, fields: .json(key: "a"))
            #expect(more.status == 400)
            #expect(more.json["error"]?["param"] == "budget.max_calls")
            let chat = #"{"messages":[{"role":"user","content":"x"}],"hone":{"method":"sc","budget":{"max_calls":3}}}"#
            let beside = try await hone.post("/v1/chat/completions", chat, fields: .json(key: "a"))
            #expect(beside.json["error"]?["param"] == "hone.budget.max_calls")
            let none = try await hone.post(
                "/v1/refine/self-refine", #"{"prompt":"x","parameters":{"max_rounds":4}}"#, fields: .json(key: "a"))
            #expect(none.status == 200)
            #expect((1...2).contains(none.json["calls"]?.int ?? 0))
        }
    }
}

extension ServiceConfiguration {
    /// A configuration with a key `key-of-…` for each name.
    static func keys(_ names: [String], _ limits: KeyLimits = KeyLimits()) -> ServiceConfiguration {
        var configuration = ServiceConfiguration()
        configuration.keys = names.map {
            ClientKey(name: $0, digest: KeyDigest(of: "key-of-\($0)"), limits: limits)
        }
        return configuration
    }
}

extension HTTPFields {
    /// The fields of a request with JSON and the key of that name.
    static func json(key: String) -> HTTPFields {
        [.contentType: "application/json", .authorization: "Bearer key-of-\(key)"]
    }
}
