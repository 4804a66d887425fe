import HTTP
import HTTPServer
import JSON
import Refinement
import Upstream

/// `GET /v1/models`: the model server's models, and `method:model` and `hone:model` for each, as
/// far as the client's key is for them.
struct ModelsRoute: Route {
    let fleet: Fleet

    func handle(_ request: Request, _ response: ResponseWriter, _ context: RequestContext) async throws {
        let admission = context.admission
        let models = try await fleet.modelList().filter { admission.allows(model: $0["id"]?.string ?? "") }
        let methods = Methods.all.filter { admission.allows(method: $0.description) }
        let refined = methods.flatMap { method in models.compactMap { Self.refined($0, by: method) } }
        try await response.send(json: ["object": "list", "data": .array(models + refined)])
    }

    /// A model under a method, as the list shows it.
    static func refined(_ model: JSON, by method: any Method.Type) -> JSON? {
        guard let name = model["id"]?.string else { return nil }
        // `hone:` is short for the choice between the methods.
        let prefix = method == Chooser.self ? method.description.alias : method.description.name
        return [
            "id": .string("\(prefix):\(name)"), "object": "model",
            "created": model["created"] ?? 0, "owned_by": "hone",
        ]
    }
}

/// `GET /v1/models/{model}`: one of them; a name may hold slashes.
struct ModelRoute: Route {
    let fleet: Fleet

    func handle(_ request: Request, _ response: ResponseWriter, _ context: RequestContext) async throws {
        let asked = try PercentEncoding.decode(request.captures["*"] ?? "")
        let (method, name) = MethodSelection.split(asked)
        let models = try await fleet.modelList()
        guard let name, context.admission.allows(model: name),
            let model = models.first(where: { $0["id"]?.string == name })
        else {
            throw ServiceError.unknownModel(asked)
        }
        try await response.send(json: method.flatMap { ModelsRoute.refined(model, by: $0) } ?? model)
    }
}
