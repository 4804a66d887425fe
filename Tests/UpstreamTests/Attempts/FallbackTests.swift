import CurlClient
import JSON
import Refinement
import TestUpstream
import Testing
import Upstream

@Suite(.timeLimit(.minutes(5))) struct FallbackTests {
    private static func refuses(_ status: Int) -> TestUpstream.Reply {
        .refuses(status: status, body: #"{"error":{"message":"not here"}}"#)
    }

    @Test(arguments: [(401, 1), (402, 1), (403, 1), (404, 1), (429, 3), (500, 1), (501, 1), (503, 3)])
    func anotherTargetAnswersWhatTheFirstCannot(status: Int, attempts: Int) async throws {
        try await UpstreamUnderTest.withFallback({ _ in Self.refuses(status) }, { _ in .says(["ok"]) }) { upstream in
            let outcome = try await upstream.call()
            #expect(outcome.completions.map(\.text) == ["ok"] && outcome.completions.first?.model == "m")
            #expect(outcome.progress.fallback == "b/f")
            #expect(upstream.server.observations.calls.count == attempts)
            #expect(upstream.servers[1].observations.calls.map(\.body["model"]) == ["f"])
            #expect(
                upstream.observer.calls[0].suffix(6) == [
                    "answered \(status)", "failed, again", "queued b", "sent b \(attempts + 1)", "answered 200",
                    "ended",
                ])
        }
    }

    @Test(arguments: [400, 413, 422]) func noOtherTargetIsAskedWhatIsWrong(status: Int) async throws {
        try await UpstreamUnderTest.withFallback({ _ in Self.refuses(status) }, { _ in .says(["ok"]) }) { upstream in
            guard case .rejected? = try await upstream.call().error else { Issue.record("it was taken"); return }
            #expect(upstream.servers[1].observations.calls.isEmpty)
        }
    }

    @Test func nothingIsToldTwice() async throws {
        let start = Array((#"data: {"choices":[{"index":0,"delta":{"content":"a"}}]}"# + "\n\n").utf8)
        try await UpstreamUnderTest.withFallback(
            { _ in .sends(start, type: "text/event-stream", breaks: true) }, { _ in .says(["ok"]) }
        ) { upstream in
            guard case .interrupted? = try await upstream.call().error else { Issue.record("no break"); return }
            #expect(upstream.servers[1].observations.calls.isEmpty)
        }
    }

    @Test func aRequestThatWentOnStaysThere() async throws {
        try await UpstreamUnderTest.withFallback({ _ in Self.refuses(404) }, { _ in .says(["ok"]) }) { upstream in
            let model = upstream.model()
            for _ in 0..<3 { #expect(try await upstream.call(model).error == nil) }
            #expect(upstream.server.observations.calls.count == 1)
            // What is learned is learned about the one that answers.
            model.learn(.none)
            #expect(model.name == "f" && upstream.model().logprobSupport == nil)
            // Another request begins anew.
            _ = try await upstream.call()
            #expect(upstream.server.observations.calls.count == 2)
        }
    }

    @Test func whereNobodyCanTheFirstOnesReasonIsTold() async throws {
        try await UpstreamUnderTest.withFallback({ _ in Self.refuses(503) }, { _ in Self.refuses(404) }) { upstream in
            #expect(try await upstream.call().error == .rejected(.init(status: 503, message: "not here")))
            let answer = try await upstream.forward()
            #expect(answer.status == 503 && answer.body.contains("not here"))
            #expect(upstream.observer.calls.map(\.last) == ["ended", "ended"])
        }
    }

    @Test func aServerThatIsGoneOrSilentIsReplaced() async throws {
        var timeouts = Timeouts.forModels
        timeouts.firstByte = .milliseconds(50)
        try await UpstreamUnderTest.withFallback(
            timeouts: timeouts, { _ in .hangs() }, { _ in .says(["ok"]) }
        ) { upstream in
            let outcome = try await upstream.call()
            #expect(outcome.error == nil && outcome.progress.lostAttempts == 1)
            #expect(try await upstream.forward().status == 200)
            await upstream.server.stop()
            #expect(try await upstream.call().error == nil)
            #expect(try await upstream.forward().status == 200)
        }
    }
}
