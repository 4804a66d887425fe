public import CurlClient
public import Refinement

/// The model servers behind Hone, which answer as if they were one.
public final class Fleet: Sendable {
    let upstreams: [Upstream]
    let aliases: [ModelConfiguration]
    private let targets: [String: [ResolvedModel.Target]]
    private let clients: UpstreamClients

    /// The servers of `configuration`, reached through `client`, or through clients that the fleet makes where connection
    /// options ask for others.
    ///
    /// - Precondition: there is at least one server, and every target of a model names one of them.
    public init(_ configuration: FleetConfiguration, client: CurlClient) {
        precondition(!configuration.upstreams.isEmpty)
        let clients = UpstreamClients(client)
        let upstreams = configuration.upstreams.map { Upstream($0, clients: clients) }
        self.clients = clients
        self.upstreams = upstreams
        aliases = configuration.models
        let byName = Dictionary(upstreams.map { ($0.configuration.name, $0) }) { first, _ in first }
        let targets = configuration.models.map { alias in
            let targets = alias.targets.map { target in
                guard let upstream = byName[target.upstream] else {
                    preconditionFailure("\(alias.name) is said to be at \(target.upstream), which is no model server")
                }
                return ResolvedModel.Target(upstream: upstream, model: target.model)
            }
            return (alias.name, targets)
        }
        self.targets = Dictionary(targets) { first, _ in first }
    }

    /// How the servers are doing.
    public var status: [UpstreamStatus] { upstreams.map(\.status) }

    /// Closes the connections of the clients that the fleet has made for itself; calls still running there fail.
    public func shutdown() async { await clients.shutdown() }

    // MARK: Which server has a model

    /// Finds out where a model is to be had, asking servers for their models if need be.
    ///
    /// In this order: a configured model; a server that is configured to have it; `server/model`; the only server there
    /// is, whatever the name; the first server that lists it.
    /// - Throws: `FleetError.unknownModel`; `ModelError` if a server that may have it does not tell; `CancellationError`
    ///   if the task was cancelled.
    public func resolve(_ name: String) async throws -> ResolvedModel {
        if let known = configured(name) { return known }
        for upstream in upstreams where upstream.isKnownToHave(name) {
            // A server that has just lost the model may not be the only one to have it.
            guard (try? await upstream.hasModel(name, knownFor: UpstreamLimits.modelListLifetime)) == true else {
                try Task.checkCancellation()
                continue
            }
            return ResolvedModel(name: name, targets: [.init(upstream: upstream, model: name)])
        }
        return try await search(for: name)
    }

    /// A model by the name that clients have for it, to be called on behalf of `caller`.
    ///
    /// As far as is known without asking: who is not sure awaits `resolve(_:)` first. A name that nobody is known to have
    /// goes to the first server, which refuses it in its own words.
    public func model(named name: String, for caller: Caller) -> any LanguageModel {
        let upstream = upstreams.first { $0.isKnownToHave(name) } ?? upstreams[0]
        return configured(name)?.model(for: caller) ?? upstream.model(named: name, for: caller)
    }

    /// Where the configuration says that a model is.
    private func configured(_ name: String) -> ResolvedModel? {
        if let targets = targets[name] { return ResolvedModel(name: name, targets: targets) }
        let upstream = upstreams.first { $0.configuration.models?.contains(name) ?? false }
        if let upstream { return ResolvedModel(name: name, targets: [.init(upstream: upstream, model: name)]) }
        let hasSlash = name.utf8.contains(UInt8(ascii: "/"))
        for upstream in upstreams where hasSlash && name.hasPrefix(upstream.configuration.name + "/") {
            let model = String(name.dropFirst(upstream.configuration.name.count + 1))
            if !model.isEmpty { return ResolvedModel(name: name, targets: [.init(upstream: upstream, model: model)]) }
        }
        guard upstreams.count == 1 else { return nil }
        return ResolvedModel(name: name, targets: [.init(upstream: upstreams[0], model: name)])
    }

    /// Asks all servers at once.
    private func search(for name: String) async throws -> ResolvedModel {
        let answers = await forEachUpstream {
            try await $0.hasModel(name, knownFor: UpstreamLimits.modelLookupInterval)
        }
        try Task.checkCancellation()
        for (upstream, answer) in zip(upstreams, answers) {
            if case .success(true) = answer {
                return ResolvedModel(name: name, targets: [.init(upstream: upstream, model: name)])
            }
        }
        // Of a server that has not told, it cannot be said that it does not have the model.
        for case .failure(let error) in answers { throw error }
        throw FleetError.unknownModel(name)
    }

    /// What each of the servers has to say, in their order.
    func forEachUpstream<Answer: Sendable>(
        _ ask: @escaping @Sendable (Upstream) async throws -> Answer
    ) async -> [Result<Answer, any Error>] {
        await withTaskGroup(of: (Int, Result<Answer, any Error>).self) { group in
            for (index, upstream) in upstreams.enumerated() {
                group.addTask {
                    do { return (index, .success(try await ask(upstream))) } catch { return (index, .failure(error)) }
                }
            }
            return await group.reduce(into: [:]) { $0[$1.0] = $1.1 }.sorted { $0.key < $1.key }.map(\.value)
        }
    }

    // MARK: Passing on

    /// Passes a request on as it is, with Hone's key in place of the client's, and hands back what the server answers
    /// as it arrives; one that names no model goes to the first server.
    ///
    /// - Throws: `ModelError`, `FleetError`, or `CancellationError` if the task was cancelled.
    public func forward(_ request: ForwardedRequest, for caller: Caller) async throws -> UpstreamResponse {
        guard case .json(_, let asked?) = request.body else {
            let first = ResolvedModel.Target(upstream: upstreams[0], model: "")
            return try await ForwardedCall(request: request, targets: [first], namesModel: false, caller: caller).send()
        }
        let targets = try await resolve(asked).targets
        return try await ForwardedCall(request: request, targets: targets, namesModel: true, caller: caller).send()
    }
}
