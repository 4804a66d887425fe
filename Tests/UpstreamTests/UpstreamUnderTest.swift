import CurlClient
import HTTPTypes
import JSON
import Refinement
import TestUpstream
import Testing
import Upstream

/// Model servers that a test has written behind one fleet, with an observer of the calls to them.
struct UpstreamUnderTest {
    typealias Answering = @Sendable (TestUpstream.Call) async throws -> TestUpstream.Reply

    /// The servers, in the order of their answers.
    let servers: [TestUpstream]
    let fleet: Fleet
    let observer = RecordingObserver()

    /// The first server.
    var server: TestUpstream { servers[0] }

    /// Retries without noticeable pauses.
    static let quickRetries = RetryPolicy(backoff: .milliseconds(1))

    /// Runs a test against one server and takes it down again.
    static func with(
        retries: RetryPolicy = quickRetries, timeouts: Timeouts = .forModels, reply: @escaping Answering,
        _ test: (UpstreamUnderTest) async throws -> Void
    ) async throws {
        try await with([reply], test) { bases in
            var upstream = UpstreamConfiguration(base: bases[0], timeouts: timeouts)
            upstream.retries = retries
            return FleetConfiguration(upstreams: [upstream])
        }
    }

    /// Runs a test against a port where nobody listens.
    static func withNobody(
        retries: RetryPolicy = quickRetries, _ test: (UpstreamUnderTest) async throws -> Void
    ) async throws {
        let port = ShutPort()
        let nobody = try UpstreamURL("http://127.0.0.1:\(port.number)/v1")
        try await with([{ _ in .says(["ok"]) }], test) { _ in
            var upstream = UpstreamConfiguration(base: nobody)
            upstream.retries = retries
            return FleetConfiguration(upstreams: [upstream])
        }
        withExtendedLifetime(port) {}
    }

    /// Runs a test against several servers, configured by their bases, and takes everything down again.
    static func with(
        _ replies: [Answering], _ test: (UpstreamUnderTest) async throws -> Void,
        configure: ([UpstreamURL]) -> FleetConfiguration
    ) async throws {
        let servers = try replies.map { reply in try TestUpstream { try await reply($0) } }
        let client = try CurlClient()
        let configuration = configure(try servers.map { try UpstreamURL($0.base) })
        let result: Result<Void, any Error>
        do {
            result = .success(
                try await test(UpstreamUnderTest(servers: servers, fleet: Fleet(configuration, client: client))))
        } catch {
            result = .failure(error)
        }
        await client.shutdown()
        for server in servers { await server.stop() }
        try result.get()
    }

    /// The model "m" at the first server, and as "f" at the second one if that fails.
    static func withFallback(
        retries: RetryPolicy = quickRetries, timeouts: Timeouts = .forModels, _ first: @escaping Answering,
        _ second: @escaping Answering, _ test: (UpstreamUnderTest) async throws -> Void
    ) async throws {
        try await with([first, second], test) { bases in
            let upstreams = zip(["a", "b"], bases).map { name, base in
                var upstream = UpstreamConfiguration(name: name, base: base, timeouts: timeouts)
                upstream.retries = retries
                return upstream
            }
            let targets = [
                ModelConfiguration.Target(upstream: "a", model: "m"),
                ModelConfiguration.Target(upstream: "b", model: "f"),
            ]
            return FleetConfiguration(upstreams: upstreams, models: [ModelConfiguration(name: "m", targets: targets)])
        }
    }

    /// What came of a call to a model.
    struct Outcome {
        var completions: [Completion] = []
        var progress = CallProgress()
        var error: ModelError?
    }

    /// The model on behalf of a request of its own.
    func model(_ name: String = "m") -> any LanguageModel {
        fleet.model(named: name, for: Caller(observer: observer))
    }

    /// A call that has not been sent yet.
    func begin(
        _ model: (any LanguageModel)? = nil, choices: Int = 1, deadline: ContinuousClock.Instant? = nil,
        allowance: RetryAllowance? = nil
    ) -> any CompletionStream {
        var call = ModelCall(
            conversation: Conversation([Message(role: "user", text: "Hi")]), sampling: SamplingOptions(),
            choices: choices, allowance: allowance)
        call.deadline = deadline
        return (model ?? self.model()).generate(call)
    }

    /// Makes one call to the end.
    func call(
        _ model: (any LanguageModel)? = nil, choices: Int = 1, deadline: ContinuousClock.Instant? = nil,
        allowance: RetryAllowance? = nil
    ) async throws -> Outcome {
        var stream = begin(model, choices: choices, deadline: deadline, allowance: allowance)
        var outcome = Outcome()
        do {
            while let event = try await stream.next() {
                if case .finished(_, let completion) = event { outcome.completions.append(completion) }
            }
        } catch let error as ModelError {
            outcome.error = error
        }
        outcome.progress = stream.progress
        return outcome
    }

    /// Passes a request on and reads the whole answer.
    func forward(
        _ method: HTTPRequest.Method = .post, _ path: String = "/chat/completions", _ body: String = #"{"model":"m"}"#
    ) async throws -> (status: Int, body: String) {
        let outline = try JSONOutline(Array(body.utf8))
        let request = ForwardedRequest(
            method: method, path: path, fields: [.contentType: "application/json"],
            body: .json(outline, model: try outline.value("model")?.string))
        let response = try await fleet.forward(request, for: Caller(observer: observer))
        var bytes: [UInt8] = []
        for try await piece in response.body { bytes += piece }
        return (response.status.code, String(decoding: bytes, as: UTF8.self))
    }
}
