import HTTPServer
import HTTPTypes
import JSON
import Refinement
import Upstream

/// `GET /health`: Hone itself is alive.
struct HealthRoute: Route {
    private static let body = JSON.object(["status": "ok"]).utf8

    func handle(_ request: Request, _ response: ResponseWriter, _ context: RequestContext) async throws {
        try await response.send(.ok, [.contentType: "application/json"], body: Self.body)
    }
}

/// `GET /ready`: a model server answers, and Hone is not about to end; and, for those who may know, which servers do.
struct ReadyRoute: Route {
    let fleet: Fleet
    let state: ServiceState
    private let lastAnswer = SharedAnswer<[UpstreamReadiness]>()

    init(fleet: Fleet, state: ServiceState) {
        self.fleet = fleet
        self.state = state
    }

    func handle(_ request: Request, _ response: ResponseWriter, _ context: RequestContext) async throws {
        guard !state.isDraining else { throw ServiceError.draining }
        let upstreams = try await lastAnswer.value(notOlderThan: ServiceLimits.readinessLifetime) {
            try await fleet.readiness(within: ServiceLimits.readinessTimeout)
        }
        let failures = upstreams.compactMap(\.failure)
        let tellsDetails = state.door.knows(request.head)
        if failures.count == upstreams.count, let failure = failures.first {
            if tellsDetails { throw failure }
            throw ServiceError.notReady
        }
        guard tellsDetails else { return try await response.send(json: ["status": "ready"]) }
        let states = upstreams.map { upstream in
            var state = JSON.Object([
                JSON.Member("name", .string(upstream.name)),
                JSON.Member("status", upstream.failure == nil ? "ready" : "unavailable"),
            ])
            if let failure = upstream.failure { state["error"] = .string(failure.reason) }
            return JSON.object(state)
        }
        try await response.send(json: ["status": "ready", "upstreams": .array(states)])
    }
}

/// `GET /openapi.yaml`: the description of this API.
struct DocumentRoute: Route {
    func handle(_ request: Request, _ response: ResponseWriter, _ context: RequestContext) async throws {
        try await response.send(.ok, [.contentType: "application/yaml"], body: APIDocument.text)
    }
}
