import HTTP
import HTTPTypes
import JSON
import Refinement
import TestUpstream
import Testing
import Upstream

@Suite(.timeLimit(.minutes(5))) struct CallEventTests {
    private static let begun = ["queued default", "sent default 1", "answered 200"]

    @Test func aCallIsToldFromItsTurnToItsCost() async throws {
        try await UpstreamUnderTest.with { _ in
            .says(["one two"])
        } _: { upstream in
            let outcome = try await upstream.call()
            #expect(upstream.observer.calls == [["m ×1"] + Self.begun + ["ended"]])
            #expect(upstream.observer.ended == [outcome.progress])
            #expect(outcome.progress.reported?.completion == 2 && outcome.progress.isComplete)
            #expect(upstream.server.observations.calls[0].head.fields[HTTPField.Name("Traceparent")!] == "00-0")
        }
    }

    @Test func nothingIsToldOfACallThatIsNotMade() async throws {
        try await UpstreamUnderTest.with { _ in
            .says(["x"])
        } _: { upstream in
            _ = upstream.begin()
            #expect(upstream.observer.calls.isEmpty)
        }
    }

    @Test func aStreamThatIsDroppedHasEndedWithWhatWasSeen() async throws {
        try await UpstreamUnderTest.with { _ in
            .hangs(afterWords: 2)
        } _: { upstream in
            var stream: (any CompletionStream)? = upstream.begin()
            for _ in 0..<2 { _ = try await stream?.next() }
            #expect(upstream.observer.ended.isEmpty)
            stream = nil
            #expect(upstream.observer.calls == [["m ×1"] + Self.begun + ["ended"]])
            #expect(upstream.observer.ended.map(\.isSent) == [true])
            #expect(upstream.observer.ended.map(\.isComplete) == [false])
            #expect((upstream.observer.ended.first?.tokensSeen ?? 0) >= 2)
        }
    }

    @Test func aCallThatIsCancelledHasEndedWithoutHavingFailed() async throws {
        try await UpstreamUnderTest.with { _ in
            .hangs()
        } _: { upstream in
            await withTaskGroup(of: Void.self) { group in
                group.addTask { _ = try? await upstream.call() }
                await upstream.server.wait { $0.running == 1 }
                group.cancelAll()
            }
            #expect(upstream.observer.calls == [["m ×1"] + Self.begun.dropLast() + ["ended"]])
            #expect(upstream.observer.ended.map(\.isSent) == [true])
        }
    }

    @Test func aStreamThatBreaksHasFailed() async throws {
        let start = Array((#"data: {"choices":[{"index":0,"delta":{"content":"a"}}]}"# + "\n\n").utf8)
        try await UpstreamUnderTest.with { _ in
            .sends(start, type: "text/event-stream", breaks: true)
        } _: { upstream in
            _ = try await upstream.call()
            #expect(upstream.observer.calls == [["m ×1"] + Self.begun + ["failed", "ended"]])
        }
    }

    @Test func aRequestThatIsPassedOnIsToldUntilItsAnswerIsRead() async throws {
        try await UpstreamUnderTest.with { _ in
            .says(["one"])
        } _: { upstream in
            _ = try await upstream.forward()
            #expect(upstream.observer.calls == [["m ×1"] + Self.begun + ["ended"]])
            #expect(upstream.observer.ended.map(\.isComplete) == [true])
            #expect(upstream.server.observations.calls[0].head.fields[HTTPField.Name("Traceparent")!] == "00-0")
        }
    }
}
