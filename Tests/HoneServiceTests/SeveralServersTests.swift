import CurlClient
import HTTPServer
import HTTPTypes
import HoneService
import JSON
import Logging
import TestUpstream
import Testing
import Upstream

@Suite(.timeLimit(.minutes(5))) struct SeveralServersTests {
    @Test func isReadyWhenOneServerAnswersAndSaysWhich() async throws {
        try await with { hone, _ in
            let ready = try await hone(.get, "/ready", "")
            #expect(ready.status == 200)
            #expect(ready.json["status"] == "ready")
            let upstreams = try #require(ready.json["upstreams"]?.array)
            #expect(upstreams.map { $0["name"] } == ["first", "second", "down"])
            #expect(upstreams.map { $0["status"] } == ["ready", "ready", "unavailable"])
            #expect(upstreams[2]["error"]?.string?.isEmpty == false)
        }
    }

    @Test func aMethodRunsOnTheServerThatHasTheModel() async throws {
        try await with { hone, servers in
            let body = #"{"model":"b","prompt":"?","parameters":{"samples":3}}"#
            let answer = try await hone(.post, "/v1/refine/sc", body)
            #expect(answer.status == 200)
            #expect(servers[0].observations.calls.isEmpty)
            #expect(servers[1].observations.calls.isEmpty == false)
        }
    }

    @Test(arguments: ["/v1/refine/sc", "/v1/chat/completions"])
    func aModelThatNoServerHasIsNotFound(path: String) async throws {
        try await with(isComplete: true) { hone, _ in
            let member = path.hasSuffix("sc") ? #""prompt":"?""# : #""messages":[{"role":"user","content":"?"}]"#
            let answer = try await hone(.post, path, #"{"model":"x",\#(member)}"#)
            #expect(answer.status == 404)
            #expect(answer.json["error"]?["code"] == "model_not_found")
            #expect(answer.json["error"]?["param"] == "model")
        }
    }

    @Test func whatCannotWaitIsToldToComeBack() async throws {
        try await with(queue: QueueLimits(maxWaiting: 0), inFlight: 1, reply: { _ in .hangs() }) { hone, servers in
            let body = #"{"model":"a","prompt":"?","parameters":{"samples":1}}"#
            let first = Task { try await hone(.post, "/v1/refine/sc", body) }
            await servers[0].wait { $0.running == 1 }
            let second = try await hone(.post, "/v1/refine/sc", body)
            #expect(second.status == 429)
            #expect(second.json["error"]?["code"] == "overloaded")
            #expect(second.json["error"]?["type"] == "rate_limit_error")
            #expect(second.fields[.retryAfter].flatMap { Int($0) }.map { $0 >= 1 } == true)
            first.cancel()
            _ = await first.result
        }
    }

    private struct Answer {
        let status: Int
        let fields: HTTPFields
        let json: JSON
    }

    private typealias Call = @Sendable (HTTPRequest.Method, String, String) async throws -> Answer

    /// Hone in front of two servers and one that is down, or whose models are known to be none.
    private func with(
        isComplete: Bool = false, queue: QueueLimits = QueueLimits(), inFlight: Int = 64,
        reply: @escaping @Sendable (TestUpstream.Call) async throws -> TestUpstream.Reply = { _ in .says(["= 7"]) },
        _ test: (@escaping Call, [TestUpstream]) async throws -> Void
    ) async throws {
        let servers = try [["a"], ["b"]].map { try TestUpstream(models: $0, reply: reply) }
        let client = try CurlClient()
        var upstreams = try zip(["first", "second"], servers).map { name, server in
            UpstreamConfiguration(
                name: name, replicas: [try UpstreamURL(server.base)], maxSamplesInFlight: inFlight, queue: queue)
        }
        let shut = ShutPort()
        upstreams.append(
            UpstreamConfiguration(
                name: "down", replicas: [try UpstreamURL("http://127.0.0.1:\(shut.number)/v1")],
                models: isComplete ? [] : nil))
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let fleet = Fleet(FleetConfiguration(upstreams: upstreams), client: client)
        let service = HoneService(fleet: fleet, state: ServiceState(telemetry: Telemetry(logger: logger)))
        let server = try HTTPServer.start(host: "127.0.0.1", port: 0, handler: service)
        let call: Call = { method, path, body in
            let request = ClientRequest(
                method: method, url: try UpstreamURL("http://127.0.0.1:\(server.port)\(path)"),
                fields: body.isEmpty ? [:] : [.contentType: "application/json"], body: Array(body.utf8))
            let response = try await client.send(request)
            let bytes = try await response.body.collect(upTo: 1 << 20)
            return Answer(status: response.status.code, fields: response.fields, json: try JSON(parsing: bytes))
        }
        let result: Result<Void, any Error>
        do { result = .success(try await test(call, servers)) } catch { result = .failure(error) }
        await server.stop(gracePeriod: .zero)
        await client.shutdown()
        for server in servers { await server.stop() }
        try result.get()
    }
}
