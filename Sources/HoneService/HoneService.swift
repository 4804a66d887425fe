public import HTTPServer
import HTTPTypes
import JSON
public import Logging
import OpenAI
import Refinement
public import Upstream

/// The service: its routes, and what they share.
public struct HoneService: HTTPHandler {
    /// The description of the API in OpenAPI's form, as `GET /openapi.yaml` serves it.
    public static var document: [UInt8] { APIDocument.text }

    private let router: ContextRouter<RequestContext>

    /// A service in front of model servers.
    ///
    /// - Parameters:
    ///   - fleet: Where the models are.
    ///   - configuration: How it behaves.
    ///   - logger: Told of every refinement and every failure.
    public init(fleet: Fleet, configuration: ServiceConfiguration = ServiceConfiguration(), logger: Logger) {
        let runs = RunStore()
        let refiner = Refiner(
            fleet: fleet, configuration: configuration, runs: runs,
            memory: DifficultyMemory(capacity: ServiceLimits.maxDifficultyKinds), logger: logger)
        let proxy = ProxyRoute(fleet: fleet, defaultModel: configuration.defaultModel)
        var routes = ContextRouter<RequestContext> { error in
            let rendering = ErrorRendering(.server(error))
            return ErrorAnswer(fields: rendering.fields, body: rendering.json.utf8)
        }
        func on(_ method: HTTPMethod, _ path: String, _ route: some Route) {
            routes.on(method, path) { request, response, context in
                try await route.answer(request, response, context, logger: logger)
            }
        }
        on(.post, "/v1/refine", RefineRoute(refiner: refiner))
        on(.post, "/v1/refine/{method}", RefineRoute(refiner: refiner))
        on(.post, "/v1/chat/completions", ChatRoute(refiner: refiner, proxy: proxy))
        on(.get, "/v1/models", ModelsRoute(fleet: fleet))
        on(.get, "/v1/models/*", ModelRoute(fleet: fleet))
        on(.get, "/v1/methods", MethodsRoute())
        on(.get, "/v1/methods/{name}", MethodRoute())
        on(.get, "/v1/runs/{id}", RunRoute(runs: runs))
        on(.get, "/health", HealthRoute())
        on(.get, "/ready", ReadyRoute(fleet: fleet))
        on(.get, "/openapi.yaml", DocumentRoute())
        for method in [HTTPMethod.get, .post, .put, .patch, .delete] { on(method, "/v1/*", proxy) }
        router = routes
    }

    /// Answers a request.
    public func handle(_ request: Request, _ response: ResponseWriter) async throws {
        let start = ContinuousClock.now
        let admission = Admission(keyName: nil, limits: KeyLimits(), tenant: request.tenant)
        let context = RequestContext(
            id: newIdentifier("req_"), start: start, admission: admission, caller: Caller(key: admission.keyName))
        try await router.handle(request, response, context)
    }

    /// An error of the server itself as an OpenAI error object.
    public func answer(to error: ServerError) -> ErrorAnswer { router.answer(to: error) }
}
