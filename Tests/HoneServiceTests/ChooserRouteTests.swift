import CurlClient
import HTTP
import HTTPTypes
import JSON
import TestUpstream
import Testing

@Suite(.timeLimit(.minutes(5))) struct ChooserRouteTests {
    @Test(arguments: ["/v1/refine", "/v1/refine/auto", "/v1/refine/hone"])
    func choosesForThoseWhoDoNot(path: String) async throws {
        try await ServiceUnderTest.with(reply: { $0.says { _ in "It is 7." } }) { hone in
            let answer = try await hone.post(path, #"{"prompt":"What is 3 + 4?"}"#)
            #expect(answer.status == 200)
            #expect(answer.json["answer"] == "7")
            #expect(answer.json["method"] == "adaptive-consistency")
            #expect(
                answer.json["chosen"] == [
                    "method": "adaptive-consistency",
                    "because": "The answer's type is 'number' (number_in_prompt). Samples can vote.",
                ])
            let id = try #require(answer.json["id"]?.string)
            let run = try await hone.get("/v1/runs/\(id)").json
            #expect(run["method"] == "adaptive-consistency" && run["chosen"] == answer.json["chosen"])
            #expect(run["trace"]?[0]?["chosen"] == answer.json["chosen"])
        }
    }

    @Test func takesTextAndHasNoParameters() async throws {
        try await ServiceUnderTest.with(reply: { $0.says { _ in "It is 7." } }) { hone in
            let text: HTTPFields = [.contentType: "text/plain", .accept: "text/plain"]
            #expect(try await hone.send(.post, "/v1/refine", "What is 3 + 4?", fields: text).text == "7\n")
            let answer = try await hone.post("/v1/refine", #"{"prompt":"?","parameters":{"samples":3}}"#)
            #expect(answer.status == 400 && answer.json["error"]?["param"] == "parameters.samples")
        }
    }

    @Test func tellsAStreamingClientWhatItChose() async throws {
        try await ServiceUnderTest.with(reply: { $0.says { _ in "It is 7." } }) { hone in
            let answer = try await hone.post("/v1/refine", #"{"prompt":"What is 3 + 4?","stream":true}"#)
            // On a busy machine a sign of life may come before it.
            let first = answer.text.split(separator: "\n\n").first { !$0.hasPrefix(":") }
            #expect(first?.hasPrefix(#"event: chosen\#ndata: {"method":"adaptive-consistency","because":"#) == true)
        }
    }

    @Test(arguments: [#""model":"hone:m""#, #""model":"m","hone":{"method":"auto"}"#])
    func choosesForChatClients(selection: String) async throws {
        try await ServiceUnderTest.with(reply: { $0.says { _ in "It is 7." } }) { hone in
            let answer = try await hone.post(
                "/v1/chat/completions", #"{\#(selection),"messages":[{"role":"user","content":"What is 3 + 4?"}]}"#)
            #expect(answer.json["choices"]?[0]?["message"]?["content"] == "It is 7.")
            #expect(answer.json["model"] == "m")
            #expect(answer.json["hone"]?["method"] == "adaptive-consistency")
            #expect(answer.json["hone"]?["chosen"]?["method"] == "adaptive-consistency")
        }
    }

    @Test func findsOutOnceWhetherFreeTextCanBeRanked() async throws {
        try await ServiceUnderTest.with(reply: { $0.says { _ in "Roses are red." } }) { hone in
            let body = #"{"prompt":"Write a poem.","budget":{"max_calls":40}}"#
            let first = try await hone.post("/v1/refine", body).json
            #expect(first["chosen"]?["method"] == "self-refine")
            #expect(first["usage"]?["by_role"]?["probe"] != nil)
            let second = try await hone.post("/v1/refine", body).json
            #expect(second["chosen"] == first["chosen"])
            #expect(second["usage"]?["by_role"]?["probe"] == nil)
        }
    }

    @Test func listsModelsUnderItsShortName() async throws {
        try await ServiceUnderTest.with { hone in
            let names = try await hone.get("/v1/models").json["data"]?.array?.compactMap { $0["id"]?.string } ?? []
            #expect(names.contains("hone:m") && !names.contains("auto:m"))
            #expect(try await hone.get("/v1/models/hone:m").json["id"] == "hone:m")
            #expect(try await hone.get("/v1/methods/auto").json["paper"] == .null)
        }
    }

    @Test func saysWhatFailed() async throws {
        try await ServiceUnderTest.with(reply: { _ in .refuses(status: 500, body: "boom") }) { hone in
            let answer = try await hone.post("/v1/refine", #"{"prompt":"What is 3 + 4?"}"#)
            let id = try #require(answer.fields[.init("Hone-Run")!])
            let run = try await hone.get("/v1/runs/\(id)").json
            #expect(run["status"] == "failed" && run["method"] == "adaptive-consistency")
            #expect(run["chosen"]?["method"] == "adaptive-consistency")
        }
    }
}
