import CurlClient
import HTTPServer
import HTTPTypes
import HoneService
import JSON
import Logging
import TestUpstream
import Upstream

/// Hone on a free port in front of a model server that a test has written, and a client for both.
struct ServiceUnderTest {
    let upstream: TestUpstream
    let server: HTTPServer
    let client: CurlClient
    let state: ServiceState

    init(
        models: [String] = ["m"], defaultModel: String? = nil, key: String? = nil, base: String? = nil,
        remembersDifficulty: Bool = false, configuration given: ServiceConfiguration = ServiceConfiguration(),
        logger: Logger? = nil, telemetry: Telemetry? = nil,
        reply: @escaping @Sendable (TestUpstream.Call) async throws -> TestUpstream.Reply
    ) throws {
        upstream = try TestUpstream(models: models, reply: reply)
        client = try CurlClient()
        var silent = Logger(label: "test")
        silent.logLevel = .critical
        var configuration = given
        configuration.defaultModel = defaultModel
        configuration.remembersDifficulty = remembersDifficulty
        var server = UpstreamConfiguration(base: try UpstreamURL(base ?? upstream.base), key: key)
        server.retries.backoff = .milliseconds(1)
        let fleet = Fleet(FleetConfiguration(upstreams: [server]), client: client)
        state = ServiceState(telemetry: telemetry ?? Telemetry(logger: logger ?? silent))
        let service = HoneService(fleet: fleet, configuration: configuration, state: state)
        self.server = try HTTPServer.start(host: "127.0.0.1", port: 0, handler: service)
        // As `hone serve` does it: Hone's calls are made on its loops, the test's own on another thread.
        try client.live(on: self.server.loops)
    }

    /// Runs a test against such a service and takes everything down again.
    static func with(
        models: [String] = ["m"], defaultModel: String? = nil, key: String? = nil, base: String? = nil,
        remembersDifficulty: Bool = false, configuration given: ServiceConfiguration = ServiceConfiguration(),
        logger: Logger? = nil, telemetry: Telemetry? = nil,
        reply: @escaping @Sendable (TestUpstream.Call) async throws -> TestUpstream.Reply = { _ in .says(["ok"]) },
        _ test: (ServiceUnderTest) async throws -> Void
    ) async throws {
        let service = try ServiceUnderTest(
            models: models, defaultModel: defaultModel, key: key, base: base,
            remembersDifficulty: remembersDifficulty, configuration: given, logger: logger, telemetry: telemetry,
            reply: reply)
        do {
            try await test(service)
        } catch {
            await service.stop()
            throw error
        }
        await service.stop()
    }

    private func stop() async {
        await server.stop(gracePeriod: .zero)
        await client.shutdown()
        await upstream.stop()
    }

    /// What Hone answers.
    struct Answer {
        let status: Int
        let fields: HTTPFields
        let body: [UInt8]

        var text: String { String(decoding: body, as: UTF8.self) }
        var json: JSON { (try? JSON(parsing: body)) ?? .null }
    }

    /// Begins a request and returns once the head of the answer is here.
    func begin(
        _ method: HTTPRequest.Method, _ path: String, _ body: String = "",
        fields: HTTPFields = [.contentType: "application/json"]
    ) async throws -> ClientResponse {
        try await client.send(
            ClientRequest(
                method: method, url: try UpstreamURL("http://127.0.0.1:\(server.port)\(path)"), fields: fields,
                body: Array(body.utf8)))
    }

    /// Sends a request whose body may be anything, and reads the whole answer.
    func send(
        _ method: HTTPRequest.Method, _ path: String, bytes: [UInt8], _ fields: HTTPFields
    ) async throws -> Answer {
        let url = try UpstreamURL("http://127.0.0.1:\(server.port)\(path)")
        let response = try await client.send(ClientRequest(method: method, url: url, fields: fields, body: bytes))
        return Answer(
            status: response.status.code, fields: response.fields,
            body: try await response.body.collect(upTo: 1 << 26))
    }

    /// Sends a request and reads the whole answer.
    func send(
        _ method: HTTPRequest.Method, _ path: String, _ body: String = "",
        fields: HTTPFields = [.contentType: "application/json"]
    ) async throws -> Answer {
        let response = try await begin(method, path, body, fields: fields)
        var bytes: [UInt8] = []
        for try await piece in response.body { bytes += piece }
        return Answer(status: response.status.code, fields: response.fields, body: bytes)
    }

    /// Sends a POST request.
    func post(
        _ path: String, _ body: String, fields: HTTPFields = [.contentType: "application/json"]
    ) async throws -> Answer {
        try await send(.post, path, body, fields: fields)
    }

    /// Sends a GET request.
    func get(_ path: String) async throws -> Answer { try await send(.get, path, fields: [:]) }
}

extension TestUpstream.Call {
    /// A reply in which every choice says what `text` gives for its seed.
    func says(_ text: (Int) -> String) -> TestUpstream.Reply { .says((0..<choices).map { text(seed + $0) }) }
}
