import HTTP
import HTTPServer
import HTTPTypes
import JSON
import OpenAI
import Upstream

/// Every other route under `/v1`: the request goes to the model server as it is, the answer comes back as it is.
struct ProxyRoute: Route {
    let fleet: Fleet
    let defaultModel: String?

    func handle(_ request: Request, _ response: ResponseWriter, _ context: RequestContext) async throws {
        let bytes = try await request.body.collect(upTo: ServiceLimits.maxBodyBytes)
        var body = ForwardedRequest.Body.bytes(bytes)
        // What is encoded cannot be read, nor can it select a method.
        if try request.mediaType()?.isJSON == true, request.head.fields[.contentEncoding] == nil,
            let outline = try? await awayFromLoop(bytes.count, { try JSONOutline(bytes) })
        {
            let model = (try? outline.value("model"))?.string
            try Self.refuseMethod(request, outline, model)
            body = .json(outline, model: model)
        } else {
            try Self.refuseMethod(request, nil, nil)
        }
        try await forward(body, request, response, context)
    }

    /// A method that is asked for where there is none would be a plain answer taken for a refined one.
    private static func refuseMethod(_ request: Request, _ outline: JSONOutline?, _ model: String?) throws(RequestError)
    {
        var member: String?
        if let name = request.head.fields[.honeMethod], name != MethodSelection.nothing {
            member = "Hone-Method"
        } else if outline?.slice("hone") != nil {
            member = "hone"
        } else if MethodSelection.split(model).method != nil {
            member = "model"
        }
        guard let member else { return }
        throw .notHonoured(
            member: member, reason: "methods answer at /v1/chat/completions, /v1/completions and /v1/refine")
    }

    /// Passes a completion on; its bytes change only where it names no model and one is configured, or names a method as
    /// well.
    func forward(
        _ outline: JSONOutline, model: String?, _ request: Request, _ response: ResponseWriter,
        _ context: RequestContext
    ) async throws {
        let asked = try MemberReader(outline).string("model")
        guard let model = model ?? defaultModel, model != asked else {
            return try await forward(.json(outline, model: asked), request, response, context)
        }
        let body = outline.setting("model", to: JSON.string(model).utf8)
        try await forward(.json(try JSONOutline(body), model: model), request, response, context)
    }

    private func forward(
        _ body: ForwardedRequest.Body, _ request: Request, _ response: ResponseWriter, _ context: RequestContext
    ) async throws {
        let target = request.head.target
        let forwarded = ForwardedRequest(
            method: request.head.method, path: String(target.path.dropFirst("/v1".count)), query: target.query,
            fields: Self.forwarded(request.head.fields), body: body)
        let answer = try await fleet.forward(forwarded, for: context.caller)
        try await ProxyAnswer(answer: answer, method: request.head.method).send(to: response)
    }

    /// The fields by which clients show keys or name accounts; they are between the client and Hone.
    private static let secrets: Set<HTTPField.Name> = Set(
        [
            "Authorization", "Cookie", "Api-Key", "X-Api-Key", "X-Goog-Api-Key", "OpenAI-Organization",
            "OpenAI-Project",
        ].compactMap { HTTPField.Name($0) })

    /// The client's fields less those that are about the connection, about Hone, or secret between client and Hone.
    private static func forwarded(_ fields: HTTPFields) -> HTTPFields {
        fields.removingHopByHop().filter { !secrets.contains($0.name) && $0.name != .honeMethod }
    }
}
