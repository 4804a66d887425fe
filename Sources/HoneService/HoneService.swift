import HTTP
public import HTTPServer
import HTTPTypes
import JSON
import Logging
import OpenAI
import Refinement
public import Upstream

/// The service: its routes, and what they share.
public final class HoneService: HTTPHandler {
    /// The description of the API in OpenAPI's form, as `GET /openapi.yaml` serves it.
    public static var document: [UInt8] { APIDocument.text }

    private let routes: RouteTable
    /// What answers the routes, by their numbers.
    private let endpoints: [Endpoint]
    private let telemetry: Telemetry
    private let door: Door
    private let state: ServiceState
    private let logsContent: Bool

    /// Paths that say how Hone is, and are answered to its end.
    private static let statusPaths: Set<String> = ["/health", "/ready", "/metrics"]

    /// A service in front of model servers.
    ///
    /// - Parameters:
    ///   - fleet: Where the models are.
    ///   - configuration: How it behaves.
    ///   - state: What it remembers, and services before and after it.
    public init(fleet: Fleet, configuration: ServiceConfiguration = ServiceConfiguration(), state: ServiceState) {
        state.door.follow(configuration)
        let telemetry = state.telemetry
        self.telemetry = telemetry
        door = state.door
        self.state = state
        logsContent = configuration.logsContent
        let refiner = Refiner(
            fleet: fleet, configuration: configuration, runs: state.runs, memory: state.memory, door: door)
        let proxy = ProxyRoute(fleet: fleet, defaultModel: configuration.defaultModel, door: door)
        var routes = RouteTable()
        var endpoints: [Endpoint] = []
        func on(_ method: HTTPMethod, _ path: String, _ route: some Route) {
            routes.add(method, path)
            endpoints.append(
                Endpoint(
                    route: route, figures: telemetry.figures(ofRoute: "\(method.rawValue) \(path)"),
                    logger: telemetry.logger))
        }
        on(.post, "/v1/refine", RefineRoute(refiner: refiner))
        on(.post, "/v1/refine/{method}", RefineRoute(refiner: refiner))
        on(.post, "/v1/chat/completions", CompletionRoute(form: .chat, refiner: refiner, proxy: proxy))
        on(.post, "/v1/completions", CompletionRoute(form: .text, refiner: refiner, proxy: proxy))
        on(.get, "/v1/models", ModelsRoute(fleet: fleet))
        on(.get, "/v1/models/*", ModelRoute(fleet: fleet))
        on(.get, "/v1/methods", MethodsRoute())
        on(.get, "/v1/methods/{name}", MethodRoute())
        on(.get, "/v1/runs/{id}", RunRoute(runs: state.runs))
        on(.get, "/health", HealthRoute())
        on(.get, "/ready", ReadyRoute(fleet: fleet, state: state))
        on(.get, "/metrics", MetricsRoute(telemetry: telemetry, fleet: fleet, state: state))
        on(.get, "/openapi.yaml", DocumentRoute())
        for method in [HTTPMethod.get, .head, .post, .put, .patch, .delete, .options] { on(method, "/v1/*", proxy) }
        self.routes = routes
        self.endpoints = endpoints
    }

    /// Answers a request, or refuses it once nothing may begin any more.
    public func handle(_ request: Request, _ response: ResponseWriter) async throws {
        let isWork = !Self.statusPaths.contains(request.head.target.path)
        let mayBegin = !isWork || state.beginWork()
        defer { if isWork, mayBegin { state.endWork() } }
        let (told, reception, hook) = receive(request, mayBegin: mayBegin)
        await response.beforeHead(hook)
        do {
            switch reception {
            case .admitted(let context): try await answer(request, response, context)
            case .preflight: try await response.send(.noContent)
            // The body of the request stays unread.
            case .refused(let rendering): try await response.send(rendering)
            }
            told.ended(nil)
        } catch {
            told.ended(error)
            throw error
        }
    }

    private func answer(_ request: Request, _ response: ResponseWriter, _ context: RequestContext) async throws {
        switch try routes.find(request) {
        case .route(let index, let request): try await endpoints[index].answer(request, response, context)
        case .options(let allow): try await response.send(.noContent, [.allow: allow])
        }
    }

    /// What becomes of a request at the door.
    private enum Reception {
        case admitted(RequestContext)
        /// A browser asks what it may ask.
        case preflight
        indirect case refused(ErrorRendering)
    }

    /// Receives a request. Not within `handle`, whose frame lasts as long as the request.
    @inline(never)
    private func receive(
        _ request: Request, mayBegin: Bool
    ) -> (RequestTelemetry, Reception, ResponseWriter.HeadHook) {
        let key = Result { () throws(DoorRefusal) in try door.identify(request.head) }
        let shown = try? key.get()
        let told = RequestTelemetry(
            telemetry, id: RequestID.of(request.head.fields), key: shown?.name,
            traceparent: request.head.fields[.traceparent], hasContent: logsContent)
        let hook = headHook(request.head, told, key: shown)
        return (told, reception(of: request, mayBegin ? key : nil, told), hook)
    }

    /// Receives a request of the owner of `key`; without any result, no request may begin.
    private func reception(
        of request: Request, _ key: Result<ClientKey?, DoorRefusal>?, _ told: RequestTelemetry
    ) -> Reception {
        if door.origins.isPreflight(request.head) { return .preflight }
        guard let key else { return refused(.draining, told) }
        do throws(DoorRefusal) {
            let admission = try door.admit(try key.get(), request.head.fields)
            return .admitted(
                RequestContext(
                    id: told.id, admission: admission, maxBodyBytes: door.maxBodyBytes,
                    caller: Caller(key: admission.keyName, observer: told), telemetry: told))
        } catch {
            return refused(.refused(error), told)
        }
    }

    private func refused(_ error: ServiceError, _ told: RequestTelemetry) -> Reception {
        told.failed(error)
        return .refused(ErrorRendering(error))
    }

    /// Adds what every answer says: the request's name, what Hone itself took, what its key has left, and who may read
    /// it.
    private func headHook(
        _ request: RequestHead, _ told: RequestTelemetry, key: ClientKey?
    ) -> ResponseWriter.HeadHook {
        { [door] status, fields in
            RequestID.tell(told.id, in: &fields)
            fields[.honeOverhead] = told.answering(with: status)
            for field in door.rateFields(of: key) where fields[field.name] == nil { fields.append(field) }
            door.origins.complete(&fields, for: request)
        }
    }

    /// An error of the server itself as an OpenAI error object.
    public func answer(to error: ServerError) -> ErrorAnswer {
        let rendering = ErrorRendering(.server(error))
        return ErrorAnswer(fields: rendering.fields, body: rendering.json.utf8)
    }
}
