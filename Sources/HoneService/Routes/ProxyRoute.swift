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
    let door: Door

    func handle(_ request: Request, _ response: ResponseWriter, _ context: RequestContext) async throws {
        let body = try await request.body.collect(upTo: context.maxBodyBytes)
        try Self.refuseMethod(request, body)
        try Self.checkModel(request, body, context)
        try await forward(.bytes(body), request, response, context)
    }

    /// A method that is asked for where there is none would be a plain answer taken for a refined one.
    private static func refuseMethod(_ request: Request, _ body: [UInt8]) throws {
        var member: String?
        if request.head.fields[.honeMethod] != nil {
            member = "Hone-Method"
        } else if try request.mediaType()?.isJSON == true, let outline = try? JSONOutline(body) {
            let model = try? outline.value("model")?.string
            member = outline.slice("hone") != nil ? "hone" : MethodSelection.split(model).method.map { _ in "model" }
        }
        guard let member else { return }
        throw RequestError.notHonoured(member: member, reason: "methods answer at /v1/chat/completions and /v1/refine")
    }

    /// Sees to it that a key that is for certain models reaches no other, however the body is declared.
    private static func checkModel(_ request: Request, _ body: [UInt8], _ context: RequestContext) throws {
        let onlyReads = body.isEmpty && [.get, .head].contains(request.head.method)
        guard context.admission.limits.models != nil, !onlyReads else { return }
        let outline = try? JSONOutline(body)
        if outline?.duplicate(among: ["model"]) != nil { throw RequestError.duplicate(member: "model") }
        try context.admission.check(forwarding: (try? outline?.value("model"))?.string)
    }

    /// Passes a chat request on; its bytes change only where it names no model and one is configured.
    func forwardChat(
        _ outline: JSONOutline, _ request: Request, _ response: ResponseWriter, _ context: RequestContext
    ) async throws {
        let model = try MemberReader(outline).string("model")
        if model == nil, let defaultModel {
            try context.admission.check(forwarding: defaultModel)
            let body = outline.setting("model", to: JSON.string(defaultModel).utf8)
            return try await forward(.json(try JSONOutline(body), model: defaultModel), request, response, context)
        }
        try context.admission.check(forwarding: model)
        try await forward(.json(outline, model: model), request, response, context)
    }

    private func forward(
        _ body: ForwardedRequest.Body, _ request: Request, _ response: ResponseWriter, _ context: RequestContext
    ) async throws {
        let target = request.head.target
        let forwarded = ForwardedRequest(
            method: request.head.method, path: String(target.path.dropFirst("/v1".count)), query: target.query,
            fields: Self.forwarded(request.head.fields), body: body)
        let answer = try await fleet.forward(forwarded, for: context.caller)
        guard context.admission.limits.tokensPerMinute != nil, answer.status.kind == .successful else {
            return try await relay(answer, to: response) { _ in }
        }
        let isStream = answer.fields[.contentType]?.hasPrefix("text/event-stream") == true
        var meter = UsageMeter(requestBytes: body.byteCount, isStream: isStream)
        // However it ends, what came has been used.
        defer { door.charge(context.admission, tokens: meter.tokens) }
        try await relay(answer, to: response) { meter.pass($0) }
    }

    /// Sends a short answer in one write, a stream as it arrives; `look` sees what passes.
    private func relay(
        _ answer: UpstreamResponse, to response: ResponseWriter, look: ([UInt8]) -> Void
    ) async throws {
        var fields = answer.fields.removingHopByHop()
        fields[.setCookie] = nil
        let length = answer.fields[.contentLength].flatMap { Int($0) }
        var pieces = answer.body.makeAsyncIterator()
        if let length, length <= ServiceLimits.maxGatheredBytes {
            var whole: [UInt8] = []
            while let piece = try await pieces.next() { whole += piece }
            look(whole)
            if answer.status == .unauthorized || answer.status == .forbidden { whole = answer.hidingKey(whole) }
            return try await response.send(answer.status, fields, body: whole)
        }
        guard let first = try await pieces.next() else { return try await response.send(answer.status, fields) }
        look(first)
        let writer = try await response.start(answer.status, fields, first: first)
        // What goes wrong from here on leaves the body unfinished, which breaks the connection off: the client sees it.
        while let piece = try await pieces.next() {
            look(piece)
            try await writer.write(piece)
        }
        try await writer.finish()
    }

    /// The fields by which clients show keys or name accounts; they are between the client and Hone.
    private static let secrets = Set(
        HTTPFields.keyFields
            + ["Cookie", "OpenAI-Organization", "OpenAI-Project"].compactMap { HTTPField.Name($0) })

    /// The client's fields less those that are about the connection, about Hone, or secret between client and Hone.
    private static func forwarded(_ fields: HTTPFields) -> HTTPFields {
        fields.removingHopByHop().filter { !secrets.contains($0.name) && $0.name != .honeMethod }
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
