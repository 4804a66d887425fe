import CurlClient
import HTTPTypes
import JSON
import Refinement
import TestUpstream
import Upstream

/// A model server that a test has written, with an observer of the calls to it.
struct UpstreamUnderTest {
    let server: TestUpstream
    let fleet: Fleet
    let observer = RecordingObserver()

    /// Runs a test against such a server and takes everything down again.
    static func with(
        reply: @escaping @Sendable (TestUpstream.Call) async throws -> TestUpstream.Reply,
        _ test: (UpstreamUnderTest) async throws -> Void
    ) async throws {
        let server = try TestUpstream(reply: reply)
        let client = try CurlClient()
        let configuration = UpstreamConfiguration(base: try UpstreamURL(server.base))
        do {
            try await test(
                UpstreamUnderTest(
                    server: server, fleet: Fleet(FleetConfiguration(upstreams: [configuration]), client: client)))
        } catch {
            await client.shutdown()
            await server.stop()
            throw error
        }
        await client.shutdown()
        await server.stop()
    }

    /// What came of a call to a model.
    struct Outcome {
        var completions: [Completion] = []
        var progress = CallProgress()
        var error: ModelError?
    }

    /// A call that has not been sent yet.
    func begin(_ model: String = "m", choices: Int = 1) -> any CompletionStream {
        fleet.model(named: model, for: Caller(observer: observer)).generate(
            ModelCall(
                conversation: Conversation([Message(role: "user", text: "Hi")]), sampling: SamplingOptions(),
                choices: choices))
    }

    /// Makes one call to the end.
    func call(_ model: String = "m", choices: Int = 1) async throws -> Outcome {
        var stream = begin(model, choices: choices)
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
        _ method: HTTPRequest.Method = .post, _ path: String = "/chat/completions", _ body: String = "{}"
    ) async throws -> (status: Int, body: [UInt8]) {
        let request = ForwardedRequest(
            method: method, path: path, fields: [.contentType: "application/json"], body: .bytes(Array(body.utf8)))
        let response = try await fleet.forward(request, for: Caller(observer: observer))
        var bytes: [UInt8] = []
        for try await piece in response.body { bytes += piece }
        return (response.status.code, bytes)
    }
}
