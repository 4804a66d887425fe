import CurlClient
import HTTP
import HTTPTypes
import JSON
import Refinement
import Synchronization
import TestUpstream
import Testing

@testable import HoneService

@Suite(.timeLimit(.minutes(5))) struct UpstreamFailureTests {
    let body = #"{"prompt":"x","parameters":{"samples":4,"early_stop":"never"},"sampling":{"seed":0}}"#
    /// Without a seed, so that several samples may share a call.
    let unseeded = #"{"prompt":"x","parameters":{"samples":4,"early_stop":"never"}}"#
    let path = "/v1/refine/self-consistency"

    @Test func oneLostSampleDoesNotLoseTheAnswer() async throws {
        try await ServiceUnderTest.with { call in
            call.seed == 1 ? .refuses(status: 500, body: #"{"error":{"message":"boom"}}"#) : call.says { _ in "= 7" }
        } _: { hone in
            let answer = try await hone.post(path, body)
            #expect(answer.status == 200)
            #expect(answer.json["answer"] == "7")
            #expect(answer.json["samples"]?["failed"] == 1)
            #expect(answer.json["samples"]?["errors"]?[0]?["index"] == 1)
            #expect(answer.json["samples"]?["errors"]?[0]?["error"]?.string?.contains("boom") == true)
        }
    }

    @Test(arguments: [
        (500, 502, "upstream_error"), (503, 503, "upstream_unavailable"), (401, 502, "upstream_authentication"),
        (404, 404, "upstream_refused"), (400, 400, "upstream_refused"), (429, 429, "rate_limit_exceeded"),
    ])
    func anErrorIsNeverAnAnswer(status: Int, expected: Int, code: String) async throws {
        try await ServiceUnderTest.with { _ in
            .refuses(status: status, body: #"{"error":{"message":"boom"}}"#, fields: [.retryAfter: "9"])
        } _: { hone in
            let answer = try await hone.post(path, body)
            #expect(answer.status == expected)
            #expect(answer.json["error"]?["code"] == .string(code))
            // What a server says about the key that it refuses may quote it.
            let says = answer.json["error"]?["message"]?.string ?? ""
            #expect(says.contains(status == 401 ? "Hone's key" : "boom"))
            #expect(answer.json["error"]?["samples"]?.array?.count == 4)
            #expect(answer.fields[.retryAfter] == (status == 401 ? nil : "9"))
            #expect(answer.fields[.init("Hone-Run")!] != nil)
        }
    }

    @Test(arguments: ["It is full.", "it is full"]) func anErrorEndsInOneFullStop(message: String) async throws {
        try await ServiceUnderTest.with { _ in
            .refuses(status: 400, body: #"{"error":{"message":"\#(message)"}}"#)
        } _: { hone in
            let answer = try await hone.post(path, body)
            #expect(answer.json["error"]?["message"]?.string?.hasSuffix("full.") == true)
        }
    }

    @Test(arguments: [(401, 2, [3, 3, 1]), (429, 4, [3, 1, 1]), (503, 4, [3, 1, 1])])
    func aPassingFailureDoesNotEndAskingForSeveralSamplesAtOnce(
        status: Int, received: Int, expected: [Int]
    ) async throws {
        let refusals = Atomic<Int>(0)
        try await ServiceUnderTest.with { call in
            call.choices > 1 && refusals.add(1, ordering: .relaxed).newValue == 1
                ? .refuses(status: status, body: #"{"error":{"message":"later"}}"#) : call.says { _ in "= 7" }
        } _: { hone in
            // The call for two samples fails, and is made again if that helps; then as many samples share a call as may.
            var calls: [Int?] = []
            for index in 0..<3 {
                let answer = try await hone.post(path, unseeded).json
                calls.append(answer["calls"]?.int)
                if index == 0 { #expect(answer["samples"]?["received"]?.int == received) }
            }
            #expect(calls == expected)
        }
    }

    @Test func attemptsStayWithinOneAndAHalfTimesTheSamples() async throws {
        try await ServiceUnderTest.with { _ in
            .refuses(status: 503, body: "{}")
        } _: { hone in
            for body in [body, unseeded] {
                let before = hone.upstream.observations.calls.count
                let answer = try await hone.post(path, body)
                #expect(answer.status == 503)
                #expect(hone.upstream.observations.calls.count - before <= 6)
            }
        }
    }

    @Test func everyTimeoutHasItsCode() async throws {
        for (stage, code) in [
            (ModelError.Stage.connect, "upstream_connect_timeout"), (.firstByte, "upstream_first_byte_timeout"),
            (.idle, "upstream_idle_timeout"), (.total, "upstream_timeout"),
        ] {
            let rendering = ErrorRendering(.model(.timedOut(stage: stage)))
            #expect(rendering.status == .gatewayTimeout && rendering.json["error"]?["code"] == .string(code))
        }
    }

    @Test(arguments: [400, 422, 500, 501])
    func samplesRefusedTogetherAreAskedForOneByOne(status: Int) async throws {
        try await ServiceUnderTest.with { call in
            call.choices > 1
                ? .refuses(status: status, body: #"{"error":{"message":"one at a time"}}"#) : call.says { _ in "= 7" }
        } _: { hone in
            for calls: JSON in [5, 4] {
                let answer = try await hone.post(path, unseeded).json
                #expect(answer["samples"]?["received"] == 4 && answer["calls"] == calls)
            }
        }
    }

    @Test func garbageIsA502() async throws {
        try await ServiceUnderTest.with { _ in
            .sends(Array("<html>".utf8), type: "text/html")
        } _: { hone in
            let answer = try await hone.post(path, body)
            #expect(answer.status == 502 && answer.json["error"]?["code"] == "upstream_garbled")
        }
    }

    @Test func aServerThatIsGoneIsA502AndNotReady() async throws {
        let port = ShutPort()
        try await ServiceUnderTest.with(base: "http://127.0.0.1:\(port.number)/v1") { hone in
            let answer = try await hone.post(path, #"{"prompt":"x","model":"m"}"#)
            #expect(answer.status == 502 && answer.json["error"]?["code"] == "upstream_unreachable")
            #expect(try await hone.get("/ready").status == 502)
            #expect(try await hone.get("/health").status == 200)
            let proxied = try await hone.post("/v1/chat/completions", #"{"model":"m","messages":[]}"#)
            #expect(proxied.status == 502)
        }
        withExtendedLifetime(port) {}
    }

    @Test func aStreamThatFailsEndsInAnErrorEventWithoutDone() async throws {
        try await ServiceUnderTest.with { _ in
            .refuses(status: 500, body: "boom")
        } _: { hone in
            let chat = try await hone.post(
                "/v1/chat/completions", #"{"model":"sc:m","stream":true,"messages":[{"role":"user","content":"x"}]}"#)
            #expect(chat.status == 200)
            #expect(chat.text.contains(#"data: {"error":"#) && !chat.text.contains("[DONE]"))
            let native = try await hone.post(path, #"{"prompt":"x","stream":true}"#)
            #expect(native.text.contains("event: error") && !native.text.contains("event: done"))
        }
    }

    @Test func aProxiedStreamThatBreaksIsBrokenForTheClientToo() async throws {
        try await ServiceUnderTest.with { _ in
            .sends(Array("data: {}\n\n".utf8), type: "text/event-stream", breaks: true)
        } _: { hone in
            await #expect(throws: (any Error).self) {
                try await hone.post("/v1/chat/completions", #"{"model":"m","stream":true}"#)
            }
        }
    }
}
