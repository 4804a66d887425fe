import HTTP
import HTTPServer
import HTTPTypes
import JSON
import OpenAI
import Upstream

/// Every other route under `/v1`: the request goes to the model server as it is, the answer comes back as it is.
final class ProxyRoute: Route {
    let fleet: Fleet
    let defaultModel: String?
    let door: Door

    init(fleet: Fleet, defaultModel: String?, door: Door) {
        self.fleet = fleet
        self.defaultModel = defaultModel
        self.door = door
    }

    func handle(_ request: Request, _ response: ResponseWriter, _ context: RequestContext) async throws {
        let bytes = try await request.body.collect(upTo: context.maxBodyBytes)
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
        try Self.checkModel(request, bytes, context)
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

    /// Where the model is what `model` says, and nothing else.
    private static let modelPaths = Set(
        [
            "chat/completions", "completions", "embeddings", "responses", "moderations", "rerank", "score", "classify",
            "pooling", "tokenize", "detokenize", "images/generations", "audio/speech",
        ].map { "/v1/" + $0 })

    /// Sees to it that a key that is for certain models reaches no other, however the body is declared.
    private static func checkModel(_ request: Request, _ body: [UInt8], _ context: RequestContext) throws {
        let onlyReads = body.isEmpty && [.get, .head].contains(request.head.method)
        guard context.admission.limits.models != nil, !onlyReads else { return }
        let outline = try? JSONOutline(body)
        // Elsewhere the path, or what is at another place of the server's, may name a model as well.
        guard modelPaths.contains(request.head.target.path) else { throw DoorRefusal.modelNotAllowed(nil) }
        if outline?.duplicate(among: ["model"]) != nil { throw RequestError.duplicate(member: "model") }
        try context.admission.refuseOtherModels { outline?.slice($0) != nil }
        try context.admission.check(forwarding: (try? outline?.value("model"))?.string)
    }

    /// Passes a completion on; its bytes change only where it names no model and one is configured, or names a method as
    /// well.
    func forward(
        _ outline: JSONOutline, model: String?, _ request: Request, _ response: ResponseWriter,
        _ context: RequestContext
    ) async throws {
        let asked = try MemberReader(outline).string("model")
        try context.admission.check(forwarding: model ?? defaultModel ?? asked)
        try context.admission.refuseOtherModels { outline.slice($0) != nil }
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
        let isMetered = context.admission.limits.tokensPerMinute != nil
        let forwarded = ForwardedRequest(
            method: request.head.method, path: String(target.path.dropFirst("/v1".count)), query: target.query,
            fields: Self.forwarded(request.head.fields), body: body)
        let answer: UpstreamResponse
        do {
            answer = try await fleet.forward(forwarded, for: context.caller)
        } catch {
            if isMetered { charge(forFailed: body, error, context) }
            throw error
        }
        let passing = ProxyAnswer(answer: answer, method: request.head.method)
        guard isMetered, answer.status.kind == .successful else {
            return try await passing.send(to: response) { _ in }
        }
        try await send(metered: passing, body, response, context)
    }

    /// Not within `forward`, since the others need no room for a meter.
    @inline(never)
    private func send(
        metered passing: ProxyAnswer, _ body: ForwardedRequest.Body, _ response: ResponseWriter,
        _ context: RequestContext
    ) async throws {
        var meter = UsageMeter(requestBytes: body.byteCount, isStream: passing.isEventStream)
        // However it ends, what came has been used.
        defer { door.charge(context.admission, tokens: meter.tokens) }
        try await passing.send(to: response) { meter.pass($0) }
    }

    @inline(never)
    private func charge(forFailed body: ForwardedRequest.Body, _ error: any Error, _ context: RequestContext) {
        guard context.telemetry.hasSentCall, UsageMeter.isSpent(by: error) else { return }
        let meter = UsageMeter(requestBytes: body.byteCount, isStream: false)
        door.charge(context.admission, tokens: meter.tokens)
    }

    /// The fields by which clients show keys or name accounts; they are between the client and Hone.
    private static let secrets =
        HTTPFields.keyFields
        + ["Cookie", "OpenAI-Organization", "OpenAI-Project"].compactMap { HTTPField.Name($0) }

    /// The client's fields less those that are about the connection, about Hone, or secret between client and Hone.
    private static func forwarded(_ fields: HTTPFields) -> HTTPFields {
        fields.removingHopByHop { $0 == .honeMethod || secrets.contains($0) }
    }
}

extension ForwardedRequest.Body {
    /// How long it is.
    fileprivate var byteCount: Int {
        switch self {
        case .bytes(let bytes): bytes.count
        case .json(let outline, _): outline.bytes.count
        }
    }
}
