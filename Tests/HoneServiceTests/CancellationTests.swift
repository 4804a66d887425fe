import CurlClient
import HTTP
import HTTPTypes
import JSON
import TestUpstream
import Testing

@Suite(.timeLimit(.minutes(5))) struct CancellationTests {
    let chat = #"{"model":"sc:m","STREAMmessages":[{"role":"user","content":"x"}],"hone":{"method":"sc","samples":8}}"#

    @Test func allSamplesAreInFlightTogether() async throws {
        // Nobody is answered before all sixteen have been asked for.
        let (all, arrive) = AsyncStream<Void>.makeStream()
        try await ServiceUnderTest.with { call in
            for await _ in all {}
            return call.says { _ in "= 7" }
        } _: { hone in
            async let answer = hone.post("/v1/refine/sc", #"{"prompt":"x","parameters":{"samples":16}}"#)
            await hone.upstream.wait { $0.runningChoices == 16 }
            arrive.finish()
            let json = try await answer.json
            #expect(json["answer"] == "7")
        }
    }

    @Test func aClientThatLeavesBeforeTheFirstByteCancelsEveryCall() async throws {
        try await ServiceUnderTest.with { _ in
            .hangs()
        } _: { hone in
            let request = Task { try await hone.post("/v1/refine/sc", #"{"prompt":"x","parameters":{"samples":8}}"#) }
            await hone.upstream.wait { $0.runningChoices == 8 }
            request.cancel()
            await hone.upstream.wait { $0.running == 0 }
            #expect(hone.upstream.observations.abandoned == hone.upstream.observations.calls.count)
        }
    }

    @Test func aClientThatLeavesAStreamCancelsEveryCall() async throws {
        try await ServiceUnderTest.with { _ in
            .hangs(afterWords: 3)
        } _: { hone in
            let response = try await hone.begin(
                .post, "/v1/chat/completions", chat.replacing("STREAM", with: "stream\":true,\""))
            let reader = Task {
                for try await _ in response.body {}
            }
            await hone.upstream.wait { $0.runningChoices == 8 }
            reader.cancel()
            await hone.upstream.wait { $0.running == 0 }
        }
    }

    @Test func aClientThatLeavesAProxiedStreamCancelsTheCall() async throws {
        try await ServiceUnderTest.with { _ in
            .hangs(afterWords: 3)
        } _: { hone in
            let response = try await hone.begin(.post, "/v1/chat/completions", #"{"model":"m","stream":true}"#)
            let reader = Task {
                for try await _ in response.body {}
            }
            await hone.upstream.wait { $0.running == 1 }
            reader.cancel()
            await hone.upstream.wait { $0.running == 0 && $0.abandoned == 1 }
        }
    }

    @Test func theRestIsCancelledWhenTheVoteIsCertain() async throws {
        try await ServiceUnderTest.with { call in
            call.seed < 9 && call.choices == 1 ? .says(["= 7"]) : .hangs(afterWords: 2)
        } _: { hone in
            let answer = try await hone.post(
                "/v1/refine/sc", #"{"prompt":"x","parameters":{"samples":16},"sampling":{"seed":0}}"#)
            #expect(answer.json["stop_reason"] == "certain")
            #expect(answer.json["samples"]?["counted"] == 9)
            #expect(answer.json["samples"]?["cancelled"] == 7)
            #expect(answer.json["usage"]?["estimated_tokens"]?.int ?? 0 > 0)
            await hone.upstream.wait { $0.running == 0 }
        }
    }

    @Test func aBudgetBringsTheBestAnswerSoFar() async throws {
        try await ServiceUnderTest.with { call in
            call.says { _ in "= 7" }
        } _: { hone in
            let answer = try await hone.post(
                "/v1/refine/sc",
                #"{"prompt":"x","parameters":{"samples":8},"sampling":{"seed":0},"budget":{"max_calls":3}}"#)
            #expect(answer.json["answer"] == "7")
            #expect(answer.json["stop_reason"] == "budget" && answer.json["budget_limit"] == "max_calls")
            #expect(answer.json["samples"]?["received"] == 3 && answer.json["samples"]?["cancelled"] == 5)
        }
    }

    @Test func aBudgetOfTimeEndsARunThatHasNothingYet() async throws {
        try await ServiceUnderTest.with { _ in
            .hangs()
        } _: { hone in
            let answer = try await hone.post("/v1/refine/sc", #"{"prompt":"x","budget":{"deadline_ms":50}}"#)
            #expect(answer.status == 504 && answer.json["error"]?["code"] == "budget_spent")
            await hone.upstream.wait { $0.running == 0 }
        }
    }
}
