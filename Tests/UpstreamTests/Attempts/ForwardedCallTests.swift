import CurlClient
import HTTPTypes
import JSON
import Refinement
import TestUpstream
import Testing
import Upstream

@Suite(.timeLimit(.minutes(5))) struct ForwardedCallTests {
    private static func refuses(_ status: Int, retryAfter: String? = nil) -> TestUpstream.Reply {
        .refuses(status: status, body: #"{"mine":"\#(status)"}"#, fields: retryAfter.map { [.retryAfter: $0] } ?? [:])
    }

    @Test func whatOnlyComputesIsSentAgain() async throws {
        try await UpstreamUnderTest.with {
            $0.number < 2 ? Self.refuses(502) : .says(["ok"])
        } _: { upstream in
            let answer = try await upstream.forward()
            #expect(answer.status == 200)
            #expect(upstream.server.observations.calls.count == 3)
            #expect(upstream.observer.calls[0].last == "ended")
        }
    }

    @Test func theLastErrorComesAsTheServerSentIt() async throws {
        try await UpstreamUnderTest.with { _ in
            Self.refuses(503)
        } _: { upstream in
            let answer = try await upstream.forward()
            #expect(answer.status == 503 && answer.body == #"{"mine":"503"}"#)
            #expect(upstream.server.observations.calls.count == 3)
        }
    }

    @Test(arguments: [400, 404, 500]) func whatIsRefusedIsHandedOn(status: Int) async throws {
        try await UpstreamUnderTest.with { _ in
            Self.refuses(status)
        } _: { upstream in
            let answer = try await upstream.forward()
            #expect(answer.status == status && answer.body == #"{"mine":"\#(status)"}"#)
            #expect(
                upstream.observer.calls == [
                    ["m ×1", "queued default", "sent default 1", "answered \(status)", "failed", "ended"]
                ])
        }
    }

    @Test(
        arguments: [
            (503, nil, 1), (502, nil, 1), (408, "0", 1), (429, nil, 1), (503, "0", 3), (429, "0", 3),
        ] as [(Int, String?, Int)])
    func whatMayCreateSomethingIsOnlySentAgainIfItWasNotHeard(status: Int, retryAfter: String?, sent: Int) async throws
    {
        try await UpstreamUnderTest.with { _ in
            Self.refuses(status, retryAfter: retryAfter)
        } _: { upstream in
            let answer = try await upstream.forward(.post, "/responses")
            #expect(answer.status == status)
            #expect(upstream.server.observations.calls.count == sent)
        }
    }

    @Test func whatNeverArrivedMayBeSentAgainWhateverItIs() async throws {
        try await UpstreamUnderTest.withNobody { upstream in
            await #expect(throws: ModelError.self) { try await upstream.forward(.post, "/files") }
            #expect(upstream.observer.calls[0].last { $0.hasPrefix("sent") } == "sent default 3")
        }
    }

    @Test func aBrokenConnectionIsNoReasonToCreateSomethingTwice() async throws {
        let server = BreakingServer()
        let client = try CurlClient()
        var configuration = UpstreamConfiguration(base: try UpstreamURL(server.base))
        configuration.retries = UpstreamUnderTest.quickRetries
        let fleet = Fleet(FleetConfiguration(upstreams: [configuration]), client: client)
        let upstream = UpstreamUnderTest(servers: [], fleet: fleet)
        for (method, path, sent) in [
            (HTTPRequest.Method.post, "/files", 1), (.delete, "/files/1", 1), (.get, "/files", 3),
            (.post, "/embeddings", 3),
        ] {
            await #expect(throws: ModelError.self) { try await upstream.forward(method, path) }
            #expect(upstream.observer.calls.last?.last { $0.hasPrefix("sent") } == "sent default \(sent)")
        }
        await client.shutdown()
        withExtendedLifetime(server) {}
    }

    @Test func theModelIsCalledWhatItIsCalledThere() async throws {
        try await UpstreamUnderTest.withFallback({ _ in Self.refuses(503) }, { _ in .says(["ok"]) }) { upstream in
            let answer = try await upstream.forward()
            #expect(answer.status == 200)
            #expect(upstream.servers[1].observations.calls.map(\.body["model"]) == ["f"])
        }
    }

    @Test func noRequestNeedsMoreThanHalfAReplica() async throws {
        let reply: UpstreamUnderTest.Answering = { _ in .says(["ok"]) }
        try await UpstreamUnderTest.with([reply]) { upstream in
            let body = try JSONOutline(Array(#"{"n":64}"#.utf8))
            let request = ForwardedRequest(method: .post, path: "/chat/completions", body: .json(body, model: nil))
            let response = try await upstream.fleet.forward(request, for: Caller())
            #expect(upstream.fleet.status[0].replicas[0].samplesInFlight == 4)
            for try await _ in response.body {}
        } configure: { bases in
            FleetConfiguration(upstreams: [UpstreamConfiguration(base: bases[0], maxSamplesInFlight: 8)])
        }
    }

    @Test func aRequestThatNeverLeftHoneSaysNothingOfAReplica() async throws {
        let reply: UpstreamUnderTest.Answering = { _ in Self.refuses(503) }
        try await UpstreamUnderTest.with([reply]) { upstream in
            _ = try await upstream.forward()
            await #expect(throws: ModelError.self) { try await upstream.forward(.get, "/files/%2e%2e") }
            #expect(upstream.fleet.status[0].replicas[0].breaker == .open)
            #expect(upstream.server.observations.calls.count == 1)
        } configure: { bases in
            FleetConfiguration(upstreams: [
                UpstreamConfiguration(
                    replicas: bases, retries: RetryPolicy(maxAttempts: 1),
                    breaker: BreakerPolicy(failures: 1, openFor: .seconds(3_600)))
            ])
        }
    }

    @Test func itsRoomIsFreeOnceItsAnswerIsRead() async throws {
        try await UpstreamUnderTest.with { _ in
            .says(["ok"])
        } _: { upstream in
            let request = ForwardedRequest(
                method: .post, path: "/chat/completions", body: .json(try JSONOutline(Array("{}".utf8)), model: nil))
            var pieces = try await upstream.fleet.forward(request, for: Caller()).body.makeAsyncIterator()
            #expect(upstream.fleet.status[0].replicas[0].samplesInFlight == 1)
            while try await pieces.next() != nil {}
            #expect(upstream.fleet.status[0].replicas[0].samplesInFlight == 0)
        }
    }
}
