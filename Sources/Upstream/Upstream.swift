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
    let dispatcher: Dispatcher
    let catalog = ModelCatalog()
    /// How many calls may be made again.
    let retries: Mutex<RetryBudget>
    private let clients: UpstreamClients
    /// What every call says: the fields of the configuration and Hone's key.
    private let ownFields: HTTPFields
    private let capabilities = Mutex<[String: ModelCapability]>([:])

    /// A server that is reached through `client`, or through a client of its own if its connection options ask for that.
    public convenience init(_ configuration: UpstreamConfiguration, client: CurlClient) {
        self.init(configuration, clients: UpstreamClients(client))
    }

    init(_ configuration: UpstreamConfiguration, clients: UpstreamClients) {
        self.configuration = configuration
        self.clients = clients
        var fields = configuration.fields
        fields[.authorization] = configuration.key.map { "Bearer \($0)" }
        ownFields = fields
        dispatcher = Dispatcher(configuration)
        retries = Mutex(RetryBudget(share: configuration.retries.budget, at: .now))
    }

    /// How it is doing.
    public var status: UpstreamStatus { dispatcher.status }

    /// One of its models, to be called on behalf of `caller`.
    public func model(named name: String, for caller: Caller = Caller()) -> any LanguageModel {
        OpenAIModel(targets: [.init(upstream: self, model: name)], caller: caller)
    }

    /// The names of its models, as it lists them.
    ///
    /// - Throws: `ModelError`, or `CancellationError` if the task was cancelled.
    public func modelNames() async throws -> [String] {
        try await modelList().compactMap { $0["id"]?.string }
    }

    /// Its models, each as it describes it: as one of its replicas does, or as it is configured.
    ///
    /// - Parameter timeout: How long each replica may take.
    /// - Throws: `ModelError`, or `CancellationError` if the task was cancelled.
    public func modelList(within timeout: Duration = .seconds(10)) async throws -> [JSON] {
        if let names = configuration.models {
            return names.map { Self.entry(named: $0, ownedBy: configuration.name) }
        }
        return try await listModels(within: timeout)
    }

    /// Asks it whether it is there.
    ///
    /// - Throws: `ModelError` if no replica answers, or `CancellationError` if the task was cancelled.
    func checkReadiness(within timeout: Duration) async throws {
        do {
            _ = try await listModels(within: timeout)
        } catch ModelError.rejected(let rejection) where configuration.models != nil && rejection.status == 404 {
            // It answers; it need not list its models when Hone knows them.
        }
    }

    /// Whether it has a model of this name, as far as it says so.
    ///
    /// - Parameter age: How old its word may be.
    /// - Throws: `ModelError` if it never told, or `CancellationError` if the task was cancelled.
    func hasModel(_ name: String, knownFor age: Duration) async throws -> Bool {
        if let names = configuration.models { return names.contains(name) }
        return try await catalog.names(notOlderThan: age) {
            try await self.listModels(within: UpstreamLimits.modelLookupTimeout).compactMap { $0["id"]?.string }
        }.contains(name)
    }

    /// Whether it is known to have a model of this name, without asking it.
    func isKnownToHave(_ name: String) -> Bool { configuration.models?.contains(name) ?? catalog.knows(name) }

    private func listModels(within timeout: Duration) async throws -> [JSON] {
        var failure: (any Error)?
        for replica in dispatcher.byHealth {
            do {
                return try await listModels(of: replica, within: timeout)
            } catch let error as ModelError {
                failure = failure ?? error
            }
        }
        throw failure ?? ModelError.unreachable(reason: "it has no replica")
    }

    private func listModels(of replica: Replica, within timeout: Duration) async throws -> [JSON] {
        var timeouts = configuration.timeouts
        timeouts.connect = min(timeouts.connect, timeout)
        timeouts.firstByte = min(timeouts.firstByte, timeout)
        timeouts.total = min(timeouts.total, timeout)
        let response = try await send(method: .get, path: "models", to: replica, timeouts: timeouts)
        let body = try await response.body.collect(upTo: UpstreamLimits.maxReplyBytes)
        guard response.status.kind == .successful else {
            throw refusal(status: response.status, body: body, fields: response.fields)
        }
        guard let models = (try? JSON(parsing: body))?["data"]?.array else {
            throw ModelError.garbled(reason: "its list of models has no 'data'")
        }
        catalog.note(models.compactMap { $0["id"]?.string })
        return models
    }

    /// A model that no server describes, as the list shows it.
    static func entry(named name: String, ownedBy owner: String) -> JSON {
        ["id": .string(name), "object": "model", "created": 0, "owned_by": .string(owner)]
    }

    func send(
        method: HTTPRequest.Method, path: String, query: String? = nil, to replica: Replica,
        fields: HTTPFields = [:], body: [UInt8] = [], timeouts: Timeouts? = nil
    ) async throws -> UpstreamResponse {
        do throws(CurlError) {
            let url = try replica.base.appending(path: path, query: query)
            let request = ClientRequest(
                method: method, url: url, fields: ownFields(besides: fields), body: body,
                timeouts: timeouts ?? configuration.timeouts)
            let response = try await clients.client(for: configuration.connection).send(request)
            return UpstreamResponse(
                status: response.status, fields: response.fields, body: UpstreamBody(response.body),
                key: configuration.key)
        } catch {
            throw try Self.failure(error)
        }
    }

    private func ownFields(besides fields: HTTPFields) -> HTTPFields {
        var fields = fields.adding(ownFields)
        if configuration.key == nil, fields.contains(.authorization) { fields[.authorization] = nil }
        return fields
    }

    /// What a failed call means, if its task was not cancelled.
    @inline(never)
    private static func failure(_ error: CurlError) throws -> ModelError {
        if case .invalidURL(let path, _) = error {
            return .rejected(.init(status: 400, message: "the path cannot be passed on: \(path)"))
        }
        try Task.checkCancellation()
        return ModelError(error)
    }

    /// What an answer that is no success means, without a word of Hone's key.
    func refusal(status: HTTPResponse.Status, body: [UInt8], fields: HTTPFields) -> ModelError {
        ModelError(status: status, body: body, fields: fields, hiding: configuration.key)
    }

    /// The number by which the calls of a conversation find the replica again that knows its beginning; nil if there is
    /// only one.
    func affinity(of conversation: Conversation, model: String) -> UInt64? {
        dispatcher.replicas.count > 1 ? PrefixAffinity.key(model: model, conversation) : nil
    }

    // MARK: What is known of its models

    func callSizes(for count: Int, spare: Int, model: String) -> [Int] {
        // A call that needed all there is would wait until a replica is idle, and keep everybody else waiting for that.
        let limit = min(max(1, dispatcher.limit / 2), UpstreamLimits.maxChoices)
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
