import HTTPServer
import HTTPTypes
import JSON
import Upstream

/// `GET /health`: Hone itself is alive.
struct HealthRoute: Route {
    func handle(_ request: Request, _ response: ResponseWriter, _ context: RequestContext) async throws {
        try await response.send(json: ["status": "ok"])
    }
}

/// `GET /ready`: the model server answers.
struct ReadyRoute: Route {
    let fleet: Fleet

    func handle(_ request: Request, _ response: ResponseWriter, _ context: RequestContext) async throws {
        _ = try await fleet.modelList(within: ServiceLimits.readinessTimeout)
        try await response.send(json: ["status": "ready"])
    }
}

/// `GET /openapi.yaml`: the description of this API.
struct DocumentRoute: Route {
    func handle(_ request: Request, _ response: ResponseWriter, _ context: RequestContext) async throws {
        try await response.send(.ok, [.contentType: "application/yaml"], body: APIDocument.text)
    }
}
