import HTTPServer
import HTTPTypes

/// `GET /v1/runs/{id}`: what happened in one of the last runs, for the owner of the key that it was made with.
struct RunRoute: Route {
    let runs: RunStore

    func handle(_ request: Request, _ response: ResponseWriter, _ context: RequestContext) async throws {
        let id = request.captures["id"] ?? ""
        guard let text = runs.text(of: id, for: context.admission.keyName) else { throw ServiceError.unknownRun(id) }
        try await response.send(.ok, [.contentType: "application/json"], body: text)
    }
}
