import CurlClient
import HTTP
import HTTPTypes
import JSON
import TestUpstream
import Testing

@testable import HoneService

@Suite(.timeLimit(.minutes(5))) struct StatusRouteTests {
    @Test func isAliveReadyAndDescribesItself() async throws {
        try await ServiceUnderTest.with { hone in
            #expect(try await hone.get("/health").json == ["status": "ok"])
            #expect(try await hone.get("/ready").status == 200)
            let document = try await hone.get("/openapi.yaml")
            #expect(document.text.hasPrefix("openapi: 3.1"))
            #expect(document.fields[.contentType] == "application/yaml")
        }
    }

    @Test func refusesNewRequestsLikeAnyOtherOnceItDrains() async throws {
        try await ServiceUnderTest.with { hone in
            await hone.state.drain()
            let refused = try await hone.get("/v1/methods")
            #expect(refused.status == 503 && refused.json["error"]?["code"] == "shutting_down")
            #expect(refused.fields[.init("X-Request-Id")!]?.hasPrefix("req_") == true)
            #expect(try await hone.get("/ready").status == 503)
            #expect(try await hone.get("/health").status == 200)
            let metrics = try await hone.get("/metrics").text
            #expect(metrics.contains(#"hone_requests_total{route="none",status="503"} 1"#))
        }
    }

    @Test func tellsHowManyConnectionsThereAre() async throws {
        try await ServiceUnderTest.with { hone in
            hone.state.countConnections { 7 }
            let metrics = try await hone.get("/metrics").text
            #expect(metrics.contains("\nhone_open_connections 7\n"))
        }
    }

    @Test func tellsStrangersOnlyWhetherItIsReady() async throws {
        let shut = ShutPort()
        let base = "http://127.0.0.1:\(shut.number)/v1"
        for (base, status) in [(nil, 200), (base, 503)] as [(String?, Int)] {
            try await ServiceUnderTest.with(base: base, configuration: .keys(["a"])) { hone in
                let answer = try await hone.get("/ready")
                #expect(answer.status == status)
                #expect(answer.json["upstreams"] == nil && !answer.text.contains("127.0.0.1"))
                if status == 503 { #expect(answer.json["error"]?["code"] == "upstream_unavailable") }
                let known = try await hone.send(.get, "/ready", fields: .json(key: "a"))
                #expect(known.json["upstreams"] != nil || known.status == 502)
            }
        }
    }

    @Test func listsTheModelsAndEachUnderEveryMethod() async throws {
        try await ServiceUnderTest.with(models: ["a", "org/b"]) { hone in
            let names = try await hone.get("/v1/models").json["data"]?.array?.compactMap { $0["id"]?.string }
            let methods = try await hone.get("/v1/methods").json["data"]?.array?.compactMap { $0["name"]?.string } ?? []
            #expect(methods.contains("self-consistency"))
            #expect(
                names == ["a", "org/b"]
                    + methods.flatMap { name in
                        let prefix = name == "auto" ? "hone" : name
                        return ["\(prefix):a", "\(prefix):org/b"]
                    })
            #expect(try await hone.get("/v1/models/org/b").json["id"] == "org/b")
            #expect(try await hone.get("/v1/models/org%2Fb").json["id"] == "org/b")
            #expect(try await hone.get("/v1/models/sc:a").json["owned_by"] == "hone")
            #expect(try await hone.get("/v1/models/c").status == 404)
        }
    }

    @Test func describesItsMethods() async throws {
        try await ServiceUnderTest.with { hone in
            let method = try await hone.get("/v1/methods/self-consistency").json
            #expect(method["alias"] == "sc")
            #expect(method["paper"]?["arxiv"] == "2203.11171")
            #expect(method["parameters"]?["properties"]?["samples"]?["default"] == 16)
            let all = try await hone.get("/v1/methods").json["data"]?.array ?? []
            #expect(all.first == method)
            #expect(Set(all.compactMap { $0["name"]?.string }).count == all.count)
            #expect(Set(all.compactMap { $0["alias"]?.string }).count == all.count)
            #expect(try await hone.get("/v1/methods/sc").json == method)
            #expect(try await hone.get("/v1/methods/x").status == 404)
        }
    }

    @Test func remembersWhatHappenedInARun() async throws {
        try await ServiceUnderTest.with(reply: { $0.says { _ in "= 7" } }) { hone in
            let answer = try await hone.post("/v1/refine/sc", #"{"prompt":"secret prompt","parameters":{"samples":3}}"#)
            let id = try #require(answer.json["id"]?.string)
            let run = try await hone.get("/v1/runs/\(id)")
            #expect(run.json["answer"] == "7")
            #expect(run.json["samples"]?["items"]?.array?.isEmpty == false)
            #expect(run.json["trace"]?.array?.isEmpty == false)
            #expect(!run.text.contains("secret prompt"))
            #expect(try await hone.get("/v1/runs/run_0").status == 404)
        }
    }

    @Test func remembersFailedRunsToo() async throws {
        try await ServiceUnderTest.with { _ in
            .refuses(status: 500, body: "boom")
        } _: { hone in
            let chat = #"{"model":"sc:m","stream":true,"messages":[{"role":"user","content":"x"}]}"#
            let answer = try await hone.post("/v1/chat/completions", chat)
            let id = try #require(answer.fields[.init("Hone-Run")!])
            let run = try await hone.get("/v1/runs/\(id)").json
            #expect(run["status"] == "failed" && run["error"]?["code"] == "upstream_error")
        }
    }

    @Test func answersWhatIsNotThereInTheWayOfTheAPI() async throws {
        try await ServiceUnderTest.with { hone in
            let missing = try await hone.get("/nothing")
            #expect(missing.status == 404 && missing.json["error"]?["code"] == "not_found")
            let wrong = try await hone.send(.delete, "/health", fields: [:])
            #expect(wrong.status == 405 && wrong.json["error"]?["code"] == "method_not_allowed")
        }
    }
}
