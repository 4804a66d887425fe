import CurlClient
import HTTP
import HTTPTypes
import JSON
import TestUpstream
import Testing

@Suite(.timeLimit(.minutes(5))) struct DifficultyAdaptiveRouteTests {
    let path = "/v1/refine/difficulty-adaptive-self-consistency"

    /// Samples reach 7; the ranker leaves the order as it is.
    let sevens: @Sendable (TestUpstream.Call) -> TestUpstream.Reply = { call in
        let prompt = call.body["messages"]?[0]?["content"]?.string ?? ""
        return prompt.hasPrefix("Below are") ? .says(["Q1, Q2, Q3"]) : call.says { _ in "The answer is 7." }
    }

    @Test func refinesAQuestionThatComesAlone() async throws {
        try await ServiceUnderTest.with(reply: sevens) { hone in
            let json = try await hone.post("/v1/refine/dsc", #"{"prompt":"?"}"#).json
            #expect(json["object"] == "refinement" && json["answer"] == "7")
            #expect(json["form"] == "single_request" && json["label"] == nil)
            #expect(json["confidence"] == 0.96875)
            #expect(json["samples"]?["counted"] == 4)
            let text = try await hone.send(
                .post, path + "?task=12&memory=true", "?",
                fields: [.contentType: "text/plain", .accept: "text/plain"])
            #expect(text.text == "7\n")
        }
    }

    @Test func remembersForEachKeyByItself() async throws {
        try await ServiceUnderTest.with(reply: sevens) { hone in
            let body = #"{"prompt":"?","parameters":{"memory":true,"unanimous_run":1,"task":"sums"}}"#
            func samples(_ key: String?) async throws -> JSON? {
                var fields: HTTPFields = [.contentType: "application/json"]
                fields[.authorization] = key
                let json = try await hone.post(path, body, fields: fields).json
                #expect(json["label"] == "dsc_online_ext")
                return json["samples"]?["counted"]
            }
            var counts: [JSON?] = []
            for key in ["Bearer a", "Bearer a", "Bearer b", nil, nil] { counts.append(try await samples(key)) }
            #expect(counts == [4, 1, 4, 4, 1])
        }
    }

    @Test func remembersWithoutBeingToldWhereTheServerIsSetUpSo() async throws {
        try await ServiceUnderTest.with(remembersDifficulty: true, reply: sevens) { hone in
            let json = try await hone.post(path, #"{"prompt":"?"}"#).json
            #expect(json["label"] == "dsc_online_ext" && json["memory"]?["records"] == 0)
            let chat = #"{"model":"dsc:m","messages":[{"role":"user","content":"?"}]}"#
            let completion = try await hone.post("/v1/chat/completions", chat).json
            #expect(completion["hone"]?["memory"]?["records"] == 1)
        }
    }

    // MARK: Batches

    let batch = #"{"prompts":["a","b",[{"role":"user","content":"c"}]],"parameters":{"rounds":2}}"#

    @Test func refinesABatch() async throws {
        try await ServiceUnderTest.with(models: ["m", "r"], reply: sevens) { hone in
            let answer = try await hone.post(
                path,
                #"{"model":"m","roles":{"ranker":"r"},"sampling":{"seed":5,"temperature":0.7},"include":["samples"],"#
                    + batch.dropFirst())
            let json = answer.json
            #expect(answer.status == 200)
            #expect(json["object"] == "refinement.batch" && json["form"] == "batch")
            #expect(json["items"]?.array?.map { $0["index"] } == [0, 1, 2])
            for item in json["items"]?.array ?? [] {
                #expect(item["answer"] == "7" && item["output"] == "The answer is 7.")
                #expect(item["difficulty"] == "hard" && item["true_size"] == 4)
                #expect(item["samples"]?["items"]?.array?.count == 4)
            }
            #expect(json["ranking"]?["calls"] == 2 && json["ranking"]?["unranked"] == 0)
            #expect(json["partition"]?["easy"] == 0)
            #expect(json["samples"]?["counted"] == 12)
            #expect(json["stages"]?["ranking"]?["calls"] == 2 && json["stages"]?["hard"]?["calls"] == 12)
            #expect(json["stages"]?["ranking"]?["tokens"] == json["usage"]?["by_role"]?["ranker"]?["total_tokens"])
            #expect(json["calls"] == 14)
            let calls = hone.upstream.observations.calls
            let rankings = calls.filter { $0.body["model"] == "r" }
            #expect(rankings.count == 2)
            #expect(rankings.allSatisfy { $0.body["temperature"] == 0 && $0.body["seed"] == nil })
            #expect(Set(calls.filter { $0.body["model"] == "m" }.map(\.seed)) == [5, 6, 7, 8])
            let id = try #require(answer.fields[.init("Hone-Run")!])
            let run = try await hone.get("/v1/runs/\(id)").json
            #expect(run["object"] == "refinement.batch" && run["trace"]?[0]?["item"] != nil)
        }
    }

    @Test func streamsWhatHappensToEachItem() async throws {
        try await ServiceUnderTest.with(reply: sevens) { hone in
            let answer = try await hone.post(path, #"{"stream":true,"# + batch.dropFirst())
            let events = answer.text.split(separator: "\n").filter { $0.hasPrefix("event: ") }
            #expect(events.count { $0 == "event: sample" } == 12)
            #expect(events.count { $0 == "event: item" } == 3)
            #expect(events.last == "event: done")
            #expect(!events.contains("event: delta"))
            #expect(answer.text.contains(#"data: {"item":2,"output":"The answer is 7.""#))
        }
    }

    @Test(arguments: [
        (#"{"prompts":[]}"#, "prompts"),
        (#"{"prompts":"x"}"#, "prompts"),
        (#"{"prompts":["x"," "]}"#, "prompts[1]"),
        (#"{"prompts":["x",1]}"#, "prompts[1]"),
        (#"{"prompts":["x",[{"content":"x"}]]}"#, "prompts[1][0].role"),
        (#"{"prompts":["x"],"prompt":"x"}"#, "prompt"),
        (#"{"prompts":["x"],"messages":[]}"#, "messages"),
        (#"{"prompts":["x"],"parameters":{"memory":true}}"#, "parameters.memory"),
        (#"{"prompt":"x","parameters":{"rounds":2}}"#, "parameters.rounds"),
        (#"{"prompt":"x","parameters":{"task":""}}"#, "parameters.task"),
    ])
    func namesTheMemberThatIsWrong(body: String, member: String) async throws {
        try await ServiceUnderTest.with { hone in
            let answer = try await hone.post(path, body)
            #expect(answer.status == 400)
            #expect(answer.json["error"]?["param"] == .string(member))
            #expect(hone.upstream.observations.calls.isEmpty)
        }
    }

    @Test func refusesMoreQuestionsThanABatchMayHave() async throws {
        try await ServiceUnderTest.with { hone in
            let prompts = Array(repeating: #""x""#, count: 1_001).joined(separator: ",")
            let answer = try await hone.post(path, #"{"prompts":[\#(prompts)]}"#)
            #expect(answer.status == 400 && answer.json["error"]?["param"] == "prompts")
        }
    }

    @Test func saysWhereAMethodHasNoBatches() async throws {
        try await ServiceUnderTest.with { hone in
            let answer = try await hone.post("/v1/refine/sc", #"{"prompts":["x"]}"#)
            #expect(answer.status == 400 && answer.json["error"]?["param"] == "prompts")
            let chat = #"{"model":"m","messages":[{"role":"user","content":"x"}],"hone":{"method":"dsc","rounds":2}}"#
            let flat = try await hone.post("/v1/chat/completions", chat)
            #expect(flat.status == 400 && flat.json["error"]?["param"] == "hone.rounds")
        }
    }

    @Test func tellsWhichItemsWereLost() async throws {
        try await ServiceUnderTest.with { call in
            let prompt = call.body["messages"]?[0]?["content"]?.string ?? ""
            return prompt == "b" ? .refuses(status: 500, body: "boom") : call.says { _ in "The answer is 7." }
        } _: { hone in
            let answer = try await hone.post(path, batch)
            #expect(answer.status == 200)
            #expect(answer.json["items"]?[1]?["error"]?["code"] == "upstream_error")
            #expect(answer.json["items"]?[1]?["answer"] == nil)
            #expect(answer.json["items"]?[2]?["answer"] == "7")
            #expect(answer.json["ranking"]?["discarded"] == 2)
        }
    }

    @Test func isAnErrorWhereEveryItemIsLost() async throws {
        try await ServiceUnderTest.with { _ in
            .refuses(status: 500, body: "boom")
        } _: { hone in
            let answer = try await hone.post(path, batch)
            #expect(answer.status == 502 && answer.json["error"]?["code"] == "upstream_error")
            let stream = try await hone.post(path, #"{"stream":true,"# + batch.dropFirst())
            #expect(stream.text.contains("event: error") && !stream.text.contains("event: done"))
        }
    }

    @Test func marksWhatABudgetCutOff() async throws {
        try await ServiceUnderTest.with(reply: sevens) { hone in
            let answer = try await hone.post(
                path,
                #"""
                {"prompts":["a","b","c"],"parameters":{"questions_at_once":1},"sampling":{"seed":0},
                 "budget":{"max_calls":6}}
                """#)
            #expect(answer.json["items"]?.array?.map { $0["stop_reason"] } == ["confident", "budget", nil])
            #expect(answer.json["items"]?[2]?["error"]?["code"] == "budget_spent")
            #expect(answer.json["calls"] == 6)
        }
    }

    @Test func withholdsWhatIsNotSureEnough() async throws {
        try await ServiceUnderTest.with { call in
            call.says { "The answer is \($0 % 2)." }
        } _: { hone in
            let answer = try await hone.post(
                path,
                #"{"stream":true,"min_confidence":0.9,"on_low_confidence":"abstain","sampling":{"seed":0},"#
                    + batch.dropFirst())
            #expect(!answer.text.contains("event: item"))
            #expect(answer.text.contains(#""output":null"#) && !answer.text.contains(#""output":"The answer"#))
        }
    }

    @Test func aClientThatLeavesCancelsEveryCall() async throws {
        try await ServiceUnderTest.with { _ in
            .hangs()
        } _: { hone in
            let request = Task { try await hone.post(path, batch) }
            await hone.upstream.wait { $0.running == 2 }
            request.cancel()
            await hone.upstream.wait { $0.running == 0 }
        }
    }
}
