import HTTP
import HTTPTypes
import HoneService
import JSON
import Refinement
import TestUpstream
import Testing

/// What the configuration says of a model: its method, its roles, its prices.
@Suite(.timeLimit(.minutes(5))) struct ModelDefaultsTests {
    let chat = "/v1/chat/completions"
    let question = #"{"model":"m","messages":[{"role":"user","content":"How many?"}]}"#

    func with(
        _ models: [String: ModelDefaults], defaultModel: String? = nil,
        _ test: (ServiceUnderTest) async throws -> Void
    ) async throws {
        var configuration = ServiceConfiguration()
        configuration.models = models
        try await ServiceUnderTest.with(defaultModel: defaultModel, configuration: configuration) { call in
            // A word a sample, or a number for those who are asked how many.
            let isCount = call.body.description.contains("How many?")
            return .says((0..<call.choices).map { isCount ? "s\($0 + call.number) = 7" : "word\($0 + call.number)" })
        } _: {
            try await test($0)
        }
    }

    @Test func aRequestThatSelectsNothingHasTheModelsMethod() async throws {
        let parameters = JSON.Object([JSON.Member("samples", 3), JSON.Member("early_stop", "never")])
        let defaults = ModelDefaults(method: "sc", parameters: parameters)
        try await with(["m": defaults], defaultModel: "m") { hone in
            for body in [question, #"{"messages":[{"role":"user","content":"How many?"}]}"#] {
                let json = try await hone.post(chat, body).json
                #expect(json["hone"]?["method"] == "self-consistency")
                #expect(json["hone"]?["samples"]?["requested"] == 3)
            }
            let text = try await hone.post("/v1/completions", #"{"model":"m","prompt":"How many?"}"#).json
            #expect(text["hone"]?["samples"]?["requested"] == 3)
            // Whoever selects a method has that method's own defaults, and other models have none.
            #expect(
                try await hone.post(chat, question.replacing(":\"m", with: ":\"sc:m")).json["hone"]?["samples"]?[
                    "requested"] == 16)
            #expect(try await hone.post(chat, question.replacing("\"m\"", with: "\"x\"")).json["hone"] == nil)
        }
    }

    @Test func noneIsTheWayRoundIt() async throws {
        try await with(["m": ModelDefaults(method: "sc")]) { hone in
            let fields: HTTPFields = [.contentType: "application/json", .init("Hone-Method")!: "none"]
            #expect(try await hone.send(.post, chat, question, fields: fields).json["hone"] == nil)
            #expect(try await hone.send(.post, "/v1/echo", "{}", fields: fields).status == 200)
            let call = try #require(hone.upstream.observations.calls.first)
            #expect(hone.upstream.observations.calls.count == 1 && call.head.fields[.init("Hone-Method")!] == nil)
        }
    }

    @Test func aMethodThatIsNotForTextsLeavesThemAsTheyAre() async throws {
        try await with(["m": ModelDefaults(method: "self-refine")]) { hone in
            let answer = try await hone.post("/v1/completions", #"{"model":"m","prompt":"x"}"#)
            #expect(answer.status == 200 && answer.json["hone"] == nil)
        }
    }

    @Test(
        arguments: [
            (ModelDefaults(method: "guess"), "There is no method 'guess'."),
            (
                ModelDefaults(method: "sc", parameters: JSON.Object([JSON.Member("samples", 0)])),
                "'parameters.samples' must be an integer from 1 to 256, not 0."
            ),
            (
                ModelDefaults(parameters: JSON.Object([JSON.Member("samples", 0)])),
                "There are parameters, and no method that they are for."
            ),
            (ModelDefaults(roles: [.probe: "x"]), "The role 'probe' cannot be given to a model."),
            (ModelDefaults(method: "sc", roles: [.judge: "x"]), nil),
        ] as [(ModelDefaults, String?)])
    func sayWhatIsWrongWithThem(defaults: ModelDefaults, objection: String?) async throws {
        #expect(defaults.objection == objection)
        guard defaults.method != nil, objection != nil else { return }
        try await with(["m": defaults]) { hone in
            let answer = try await hone.post(chat, question)
            #expect(answer.status == 500 && answer.json["error"]?["code"] == "internal_error")
        }
    }

    @Test(arguments: [
        ("/v1/refine/usc", #"{"model":"m","prompt":"A word?"}"#, "j"),
        ("/v1/refine/usc", #"{"model":"m","prompt":"A word?","roles":{"judge":"k"}}"#, "k"),
        ("/v1/refine/usc", #"{"prompt":"A word?"}"#, "j"),
        ("/v1/chat/completions", #"{"model":"usc:m","messages":[{"role":"user","content":"A word?"}]}"#, "j"),
    ])
    func rolesAreTheModelsUnlessTheRequestNamesThem(path: String, body: String, judge: String) async throws {
        try await with(["m": ModelDefaults(roles: [.judge: "j", .stronger: "s"])]) { hone in
            let answer = try await hone.post(path, body)
            #expect(answer.status == 200)
            let models = Set(hone.upstream.observations.calls.compactMap { $0.body["model"]?.string })
            #expect(models == ["m", judge])
        }
    }

    @Test func aConfiguredStrongerModelIsEnoughToEscalate() async throws {
        try await with(["m": ModelDefaults(roles: [.stronger: "s"])]) { hone in
            let answer = try await hone.post(
                "/v1/refine/usc",
                #"{"model":"m","prompt":"A word?","min_confidence":1,"on_low_confidence":"escalate"}"#)
            #expect(answer.status == 200)
            #expect(hone.upstream.observations.calls.contains { $0.body["model"] == "s" })
        }
    }

    @Test func pricesTellWhatARunCost() async throws {
        let models = [
            "m": ModelDefaults(prices: Prices(inputPerMillion: 0.15, outputPerMillion: 0.6)),
            "j": ModelDefaults(prices: Prices(inputPerMillion: 2.5, cachedInputPerMillion: 1.25, outputPerMillion: 10)),
        ]
        try await with(models) { hone in
            let body = #"{"model":"m","prompt":"A word?","roles":{"judge":"j"}}"#
            let json = try await hone.post("/v1/refine/usc", body).json
            let usage = json["usage"]?["by_role"]
            func tokens(_ role: String, _ kind: String) -> Double { usage?[role]?["\(kind)_tokens"]?.double ?? .nan }
            let expected =
                (0.15 * tokens("generator", "prompt") + 0.6 * tokens("generator", "completion")
                    + 2.5 * tokens("judge", "prompt") + 10 * tokens("judge", "completion")) / 1_000_000
            let cost = try #require(json["cost_usd"]?.double)
            #expect(abs(cost - expected) < 1e-12 && cost > 0)
            let run = try await hone.get("/v1/runs/\(json["id"]?.string ?? "")").json
            #expect(run["cost_usd"]?.description == json["cost_usd"]?.description)
            // A model without a price makes the sum unknown.
            let unknown = try await hone.post("/v1/refine/usc", body.replacing("\"j\"", with: "\"x\"")).json
            #expect(unknown["cost_usd"] == nil && unknown["output"] != nil)
        }
    }
}
