public import CurlClient
import HTTPTypes
public import JSON
import OpenAI
public import Refinement
import Synchronization

/// A model server behind Hone: what goes there, what is known of it, and how much is in flight.
public final class Upstream: Sendable {
    /// Where it is and how it is entered.
    public let configuration: UpstreamConfiguration
    let client: CurlClient
    let limiter: CallLimiter
    private let capabilities = Mutex<[String: ModelCapability]>([:])

    /// A server that is reached through `client`.
    public init(_ configuration: UpstreamConfiguration, client: CurlClient) {
        self.configuration = configuration
        self.client = client
        limiter = CallLimiter(limit: configuration.maxSamplesInFlight)
    }

    /// One of its models, to be called on behalf of `caller`.
    public func model(named name: String, for caller: Caller = Caller()) -> any LanguageModel {
        OpenAIModel(name: name, upstream: self, caller: caller)
    }

    /// The names of its models, as it lists them.
    ///
    /// - Throws: `ModelError`, or `CancellationError` if the task was cancelled.
    public func modelNames() async throws -> [String] {
        try await modelList().compactMap { $0["id"]?.string }
    }

    /// Its models, each as it describes it.
    ///
    /// - Parameter timeout: How long the server may take.
    /// - Throws: `ModelError`, or `CancellationError` if the task was cancelled.
    public func modelList(within timeout: Duration = .seconds(10)) async throws -> [JSON] {
        var timeouts = configuration.timeouts
        timeouts.connect = min(timeouts.connect, timeout)
        timeouts.firstByte = min(timeouts.firstByte, timeout)
        timeouts.total = min(timeouts.total, timeout)
        let response = try await send(method: .get, path: "models", timeouts: timeouts)
        let body = try await response.body.collect(upTo: UpstreamLimits.maxReplyBytes)
        guard response.status.kind == .successful else {
            throw refusal(status: response.status, body: body, fields: response.fields)
        }
        guard let models = (try? JSON(parsing: body))?["data"]?.array else {
            throw ModelError.garbled(reason: "its list of models has no 'data'")
        }
        return models
    }

    func send(
        method: HTTPRequest.Method, path: String, query: String? = nil, fields: HTTPFields = [:], body: [UInt8] = [],
        timeouts: Timeouts? = nil
    ) async throws -> UpstreamResponse {
        var fields = fields.adding(configuration.fields)
        fields[.authorization] = configuration.key.map { "Bearer \($0)" }
        do {
            let url = try configuration.replicas[0].appending(path: path, query: query)
            let request = ClientRequest(
                method: method, url: url, fields: fields, body: body, timeouts: timeouts ?? configuration.timeouts)
            let response = try await client.send(request)
            return UpstreamResponse(
                status: response.status, fields: response.fields, body: UpstreamBody(response.body),
                key: configuration.key)
        } catch CurlError.invalidURL(let path, _) {
            throw ModelError.rejected(.init(status: 400, message: "the path cannot be passed on: \(path)"))
        } catch {
            try Task.checkCancellation()
            throw ModelError(error)
        }
    }

    /// What an answer that is no success means, without a word of Hone's key.
    func refusal(status: HTTPResponse.Status, body: [UInt8], fields: HTTPFields) -> ModelError {
        ModelError(status: status, body: body.hiding(configuration.key), fields: fields)
    }

    // MARK: What is known of its models

    func callSizes(for count: Int, spare: Int, model: String) -> [Int] {
        let limit = min(limiter.limit, UpstreamLimits.maxChoices)
        return capability(of: model).choices.callSizes(for: count, spare: spare, limit: limit)
    }

    func capability(of model: String) -> ModelCapability {
        capabilities.withLock { $0[model] ?? ModelCapability() }
    }

    func learn(about model: String, _ observation: (inout ModelCapability) -> Void) {
        capabilities.withLock { capabilities in
            var known = capabilities[model] ?? ModelCapability()
            let before = known
            observation(&known)
            guard known != before else { return }
            // Clients choose the names, so there may be no end of them.
            if capabilities[model] == nil, capabilities.count >= UpstreamLimits.maxKnownModels { capabilities = [:] }
            capabilities[model] = known
        }
    }
}
