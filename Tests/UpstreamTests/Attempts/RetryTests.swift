import CurlClient
import HTTPTypes
import Refinement
import TestUpstream
import Testing
import Upstream

@Suite(.timeLimit(.minutes(5))) struct RetryTests {
    private static let begun = ["m ×1", "queued default", "sent default 1"]

    private func refuses(_ status: Int, retryAfter: String? = nil) -> TestUpstream.Reply {
        .refuses(
            status: status, body: #"{"error":{"message":"later"}}"#,
            fields: retryAfter.map { [.retryAfter: $0] } ?? [:])
    }

    @Test(arguments: [(408, 0), (429, 0), (502, 0), (503, 0), (504, 2)])
    func whatPassesIsTriedAgain(status: Int, lost: Int) async throws {
        try await UpstreamUnderTest.with {
            $0.number < 2 ? refuses(status) : .says(["ok"])
        } _: { upstream in
            let outcome = try await upstream.call()
            #expect(outcome.completions.map(\.text) == ["ok"])
            #expect(outcome.progress.lostAttempts == lost && outcome.progress.isSent)
            let refused = ["answered \(status)", "failed, again", "queued default"]
            #expect(
                upstream.observer.calls == [
                    Self.begun + refused + ["sent default 2"] + refused + ["sent default 3", "answered 200", "ended"]
                ])
        }
    }

    @Test(arguments: [400, 401, 403, 404, 413, 422, 500, 501]) func whatIsRefusedIsNot(status: Int) async throws {
        try await UpstreamUnderTest.with { _ in
            refuses(status)
        } _: { upstream in
            let outcome = try await upstream.call()
            #expect(outcome.error != nil)
            #expect(upstream.observer.calls == [Self.begun + ["answered \(status)", "failed", "ended"]])
        }
    }

    @Test func attemptsAreBounded() async throws {
        try await UpstreamUnderTest.with { _ in
            refuses(503)
        } _: { upstream in
            let outcome = try await upstream.call()
            #expect(outcome.error == .rejected(.init(status: 503, message: "later")))
            #expect(upstream.server.observations.calls.count == 3)
            #expect(!outcome.progress.isSent && outcome.progress.lostAttempts == 0)
        }
    }

    @Test func aServerThatAsksForMoreTimeThanThereIsIsNotAskedAgain() async throws {
        try await UpstreamUnderTest.with { _ in
            refuses(429, retryAfter: "9")
        } _: { upstream in
            let outcome = try await upstream.call()
            #expect(outcome.error == .rejected(.init(status: 429, message: "later", retryAfter: "9")))
            #expect(upstream.server.observations.calls.count == 1)
        }
    }

    @Test func aServerMayAskForNoTime() async throws {
        try await UpstreamUnderTest.with {
            $0.number == 0 ? refuses(429, retryAfter: "0") : .says(["ok"])
        } _: {
            let outcome = try await $0.call()
            #expect(outcome.error == nil)
        }
    }

    @Test func anAccountThatIsUsedUpIsNotTriedAgain() async throws {
        try await UpstreamUnderTest.with { _ in
            .refuses(status: 429, body: #"{"error":{"message":"pay","code":"insufficient_quota"}}"#)
        } _: { upstream in
            _ = try await upstream.call()
            #expect(upstream.server.observations.calls.count == 1)
        }
    }

    @Test func noPauseOutlastsTheDeadline() async throws {
        let patient = RetryPolicy(maxBackoff: .seconds(3_600))
        try await UpstreamUnderTest.with(retries: patient) { _ in
            refuses(429, retryAfter: "3000")
        } _: { upstream in
            let outcome = try await upstream.call(deadline: .now + .seconds(600))
            guard case .rejected? = outcome.error else { Issue.record("\(outcome)"); return }
            #expect(upstream.server.observations.calls.count == 1)
        }
    }

    @Test func cancellingEndsAPauseAtOnce() async throws {
        let patient = RetryPolicy(maxBackoff: .seconds(3_600))
        try await UpstreamUnderTest.with(retries: patient) { _ in
            refuses(429, retryAfter: "3000")
        } _: { upstream in
            await withTaskGroup(of: Void.self) { group in
                group.addTask { _ = try? await upstream.call() }
                await upstream.server.wait { $0.calls.count == 1 && $0.running == 0 }
                group.cancelAll()
            }
            #expect(upstream.observer.calls.map(\.last) == ["ended"])
        }
    }

    @Test func withoutABudgetNothingThatReachedAServerIsSentAgain() async throws {
        var retries = UpstreamUnderTest.quickRetries
        retries.budget = 0
        try await UpstreamUnderTest.with(retries: retries) { _ in
            refuses(503)
        } _: { upstream in
            _ = try await upstream.call()
            #expect(upstream.server.observations.calls.count == 1)
        }
        try await UpstreamUnderTest.withNobody(retries: retries) { upstream in
            guard case .unreachable? = try await upstream.call().error else { Issue.record("it was reached"); return }
            #expect(upstream.observer.calls[0].last { $0.hasPrefix("sent") } == "sent default 3")
        }
    }

    @Test func theCallsOfADrawShareTheirAllowance() async throws {
        try await UpstreamUnderTest.with { _ in
            refuses(503)
        } _: { upstream in
            let allowance = RetryAllowance(samples: 4)
            for _ in 0..<4 { _ = try await upstream.call(allowance: allowance) }
            #expect(upstream.server.observations.calls.count == 6)
        }
    }

    @Test func nothingIsTriedAgainOnceAnAnswerHasBegun() async throws {
        let start = Array((#"data: {"choices":[{"index":0,"delta":{"content":"a"}}]}"# + "\n\n").utf8)
        for body in [[], start] {
            try await UpstreamUnderTest.with { _ in
                .sends(body, type: "text/event-stream", breaks: true)
            } _: { upstream in
                guard case .interrupted? = try await upstream.call().error else { Issue.record("no break"); return }
                #expect(upstream.server.observations.calls.count == 1)
            }
        }
    }

    @Test func aConnectionThatBreaksBeforeTheAnswerIsTriedAgain() async throws {
        let server = BreakingServer()
        let client = try CurlClient()
        var configuration = UpstreamConfiguration(base: try UpstreamURL(server.base))
        configuration.retries = UpstreamUnderTest.quickRetries
        let fleet = Fleet(FleetConfiguration(upstreams: [configuration]), client: client)
        let upstream = UpstreamUnderTest(servers: [], fleet: fleet)
        let outcome = try await upstream.call()
        guard case .interrupted? = outcome.error else { Issue.record("\(outcome)"); return }
        // Each may have cost a prompt.
        #expect(outcome.progress.lostAttempts == 2 && outcome.progress.isSent)
        #expect(upstream.observer.calls[0].last { $0.hasPrefix("sent") } == "sent default 3")
        await client.shutdown()
        withExtendedLifetime(server) {}
    }

    @Test func aServerThatIsSilentIsNotAskedAgain() async throws {
        var timeouts = Timeouts.forModels
        timeouts.firstByte = .milliseconds(50)
        try await UpstreamUnderTest.with(timeouts: timeouts) { _ in
            .hangs()
        } _: { upstream in
            let outcome = try await upstream.call()
            #expect(outcome.error == .timedOut(stage: .firstByte) && outcome.progress.isSent)
            #expect(upstream.server.observations.calls.count == 1)
        }
    }

    @Test func aReplicaThatFailsWhereAnotherOneAnswersIsLeftAlone() async throws {
        let failing: UpstreamUnderTest.Answering = { _ in refuses(500) }
        try await UpstreamUnderTest.with([failing, { _ in .says(["ok"]) }]) { upstream in
            // Without a prompt they go round.
            for _ in 0..<4 {
                let answer = try await upstream.forward()
                #expect(answer.status == 200)
            }
            #expect(upstream.server.observations.calls.count == 2)
            #expect(upstream.fleet.status[0].replicas.map(\.breaker) == [.open, .closed])
        } configure: { bases in
            FleetConfiguration(upstreams: [
                UpstreamConfiguration(
                    replicas: bases, retries: UpstreamUnderTest.quickRetries,
                    breaker: BreakerPolicy(failures: 2, openFor: .seconds(3_600)))
            ])
        }
    }

    @Test func anotherReplicaIsAskedAtOnce() async throws {
        var timeouts = Timeouts.forModels
        timeouts.firstByte = .milliseconds(50)
        let patient = RetryPolicy(backoff: .seconds(3_600), maxBackoff: .seconds(3_600))
        for isGone in [true, false] {
            try await UpstreamUnderTest.with([{ _ in .hangs() }, { _ in .says(["ok"]) }]) { upstream in
                if isGone { await upstream.server.stop() }
                for _ in 0..<4 {
                    let outcome = try await upstream.call()
                    #expect(outcome.completions.map(\.text) == ["ok"])
                }
            } configure: { bases in
                FleetConfiguration(upstreams: [
                    UpstreamConfiguration(replicas: bases, timeouts: timeouts, retries: patient)
                ])
            }
        }
    }
}
