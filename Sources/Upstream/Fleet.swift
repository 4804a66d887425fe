public import CurlClient
public import JSON
public import Refinement

/// The model servers behind Hone, which answer as if they were one.
public final class Fleet: Sendable {
    private let upstreams: [Upstream]
    private let models: [String: ModelConfiguration]

    /// The servers of `configuration`, reached through `client`.
    ///
    /// - Precondition: there is at least one server, and every target of a model names one of them.
    public init(_ configuration: FleetConfiguration, client: CurlClient) {
        upstreams = configuration.upstreams.map { Upstream($0, client: client) }
        models = Dictionary(configuration.models.map { ($0.name, $0) }) { first, _ in first }
    }

    /// A model by the name that clients have for it, to be called on behalf of `caller`.
    public func model(named name: String, for caller: Caller) -> any LanguageModel {
        let (upstream, model) = place(of: name)
        return upstream.model(named: model ?? name, for: caller)
    }

    /// The names of all models.
    ///
    /// - Throws: `ModelError`, or `CancellationError` if the task was cancelled.
    public func modelNames() async throws -> [String] { try await modelList().compactMap { $0["id"]?.string } }

    /// All models, each as its server describes it.
    ///
    /// - Parameter timeout: How long the servers may take.
    /// - Throws: `ModelError`, or `CancellationError` if the task was cancelled.
    public func modelList(within timeout: Duration = .seconds(10)) async throws -> [JSON] {
        try await upstreams[0].modelList(within: timeout)
    }

    /// Passes a request on as it is, with Hone's key in place of the client's, and hands back what the server answers
    /// as it arrives.
    ///
    /// - Throws: `ModelError`, or `CancellationError` if the task was cancelled.
    public func forward(_ request: ForwardedRequest, for caller: Caller) async throws -> UpstreamResponse {
        guard case .json(_, let asked) = request.body else {
            return try await upstreams[0].forward(request, model: nil, for: caller)
        }
        let (upstream, model) = place(of: asked)
        return try await upstream.forward(request, model: model, for: caller)
    }

    /// The server that has a model, and the model's name there.
    private func place(of name: String?) -> (Upstream, model: String?) {
        guard let name, let target = models[name]?.targets.first,
            let upstream = upstreams.first(where: { $0.configuration.name == target.upstream })
        else { return (upstreams[0], name) }
        return (upstream, target.model)
    }
}
