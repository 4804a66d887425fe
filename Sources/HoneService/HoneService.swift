import HTTP
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
    private let door: Door
    private let runs: RunStore
    private let memory: DifficultyMemory

    /// A service in front of model servers.
    ///
    /// - Parameters:
    ///   - fleet: Where the models are.
    ///   - configuration: How it behaves.
    ///   - logger: Told of every refinement and every failure.
    ///   - predecessor: The service whose place this one takes: runs, memories, and what keys have used go on.
    public init(
        fleet: Fleet, configuration: ServiceConfiguration = ServiceConfiguration(), logger: Logger,
        continuing predecessor: HoneService? = nil
    ) {
        let door = predecessor?.door ?? Door(configuration)
        if predecessor != nil { door.follow(configuration) }
        let runs = predecessor?.runs ?? RunStore()
        let memory = predecessor?.memory ?? DifficultyMemory(capacity: ServiceLimits.maxDifficultyKinds)
        (self.door, self.runs, self.memory) = (door, runs, memory)
        let refiner = Refiner(
            fleet: fleet, configuration: configuration, runs: runs,
            memory: memory, door: door, logger: logger)
        let proxy = ProxyRoute(fleet: fleet, defaultModel: configuration.defaultModel, door: door)
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
        let id = RequestID.of(request.head.fields)
        let key = Result { () throws(DoorRefusal) in try door.identify(request.head) }
        await response.beforeHead(headHook(request.head, id: id, key: try? key.get()))
        if door.origins.isPreflight(request.head) { return try await response.send(.noContent) }
        let admission: Admission
        do throws(DoorRefusal) {
            admission = try door.admit(try key.get(), request.head.fields)
        } catch {
            // The body stays unread.
            return try await response.send(ErrorRendering(.refused(error)))
        }
        let context = RequestContext(
            id: id, start: start, admission: admission, maxBodyBytes: door.maxBodyBytes,
            caller: Caller(key: admission.keyName))
        try await router.handle(request, response, context)
    }

    /// Adds what every answer says: the request's name, what its key has left, and who may read it.
    private func headHook(_ request: RequestHead, id: String, key: ClientKey?) -> ResponseWriter.HeadHook {
        { [door] _, fields in
            RequestID.tell(id, in: &fields)
            for field in door.rateFields(of: key) where fields[field.name] == nil { fields.append(field) }
            door.origins.complete(&fields, for: request)
        }
    }

    /// An error of the server itself as an OpenAI error object.
    public func answer(to error: ServerError) -> ErrorAnswer { router.answer(to: error) }
}
