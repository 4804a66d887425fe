import HTTPServer
import JSON
import Refinement

/// `GET /v1/methods`: the methods there are.
struct MethodsRoute: Route {
    func handle(_ request: Request, _ response: ResponseWriter, _ context: RequestContext) async throws {
        let methods = Methods.all.map { $0.description.json }
        try await response.send(json: ["object": "list", "data": .array(methods)])
    }
}

/// `GET /v1/methods/{name}`: one of them.
struct MethodRoute: Route {
    func handle(_ request: Request, _ response: ResponseWriter, _ context: RequestContext) async throws {
        let name = request.captures["name"] ?? ""
        guard let method = Methods.named(name) else { throw ServiceError.unknownMethod(name, member: nil) }
        try await response.send(json: method.description.json)
    }
}

extension MethodDescription {
    /// The description as the API shows it, the parameters as JSON Schema.
    fileprivate var json: JSON {
        [
            "object": "method", "name": .string(name), "alias": .string(alias), "summary": .string(summary),
            "paper": paper?.json ?? .null,
            "parameters": [
                "type": "object", "additionalProperties": false,
                "properties": .object(JSON.Object(parameters.map { JSON.Member($0.name, $0.schema) })),
            ],
            "needs": .string(needs), "cost": .string(cost), "confidence": .string(confidence),
        ]
    }
}

extension MethodDescription.Paper {
    /// The paper as the API shows it.
    fileprivate var json: JSON {
        [
            "title": .string(title), "authors": .string(authors), "arxiv": .string(arXiv),
            "url": .string("https://arxiv.org/abs/\(arXiv)"),
        ]
    }
}
