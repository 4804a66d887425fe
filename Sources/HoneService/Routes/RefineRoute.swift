import HTTP
import HTTPServer
import HTTPTypes
import JSON
import OpenAI
import Refinement

/// `POST /v1/refine/{method}`: the native way to ask for a refinement; `POST /v1/refine` leaves the choice of a method to
/// Hone.
struct RefineRoute: Route {
    let refiner: Refiner

    func handle(_ request: Request, _ response: ResponseWriter, _ context: RequestContext) async throws {
        let name = request.captures["method"] ?? Chooser.description.name
        guard let method = Methods.named(name) else { throw ServiceError.unknownMethod(name, member: nil) }
        let refinement = try await Self.read(request, method, upTo: context.maxBodyBytes, refiner.configuration)
        let id = newIdentifier("run_")
        if refinement.streams {
            return try await NativeStream(refiner: refiner, request: refinement, context: context, id: id)
                .send(to: response)
        }
        let record = await refiner.run(try await refiner.admit(refinement, context), id: id, for: context)
        if case .answer(let answer) = try record.answers(), request.wantsPlainText {
            let fields: HTTPFields = [.contentType: "text/plain; charset=utf-8", .honeRun: id]
            let text = answer.isAbstention ? "" : (answer.answer?.plainText ?? answer.completion.text) + "\n"
            try await response.send(.ok, fields, body: Array(text.utf8))
        } else {
            try await response.send(json: .object(record.json(refinement.included)), fields: [.honeRun: id])
        }
    }

    private static func read(
        _ request: Request, _ method: any Method.Type, upTo limit: Int, _ configuration: ServiceConfiguration
    ) async throws -> RefinementRequest {
        guard request.head.fields[.contentEncoding] == nil, let type = try request.mediaType(),
            type.isJSON || type.isPlainText || type.isCurlDefault
        else {
            throw ServiceError.mediaType(expected: "application/json or text/plain, without a Content-Encoding")
        }
        let query = try Query(parsing: request.head.target.query).items
        let body = try await request.body.collect(upTo: limit)
        return try await awayFromLoop(body.count) { try parse(body, of: type, query, method, configuration) }
    }

    private static func parse(
        _ body: [UInt8], of type: MediaType, _ query: [Query.Item], _ method: any Method.Type,
        _ configuration: ServiceConfiguration
    ) throws -> RefinementRequest {
        // `curl -d` says nothing about what its user meant, so an object there is taken for one.
        if type.isJSON || type.isCurlDefault && body.first == UInt8(ascii: "{") {
            if let stray = query.first {
                throw RequestError.notHonoured(
                    member: stray.name, reason: "with a JSON body every member stands in the body")
            }
            return try RefinementRequest(native: try object(body), method: method, configuration)
        }
        guard let prompt = String(validating: body, as: UTF8.self) else {
            throw ServiceError.mediaType(expected: "text in UTF-8")
        }
        return try TextRequest.request(
            prompt: prompt, query: query.map { ($0.name, $0.value) }, method: method, configuration)
    }

    private static func object(_ body: [UInt8]) throws(RequestError) -> JSON.Object {
        do throws(JSONError) {
            guard let object = try JSON(parsing: body).object else { throw .notAnObject }
            return object
        } catch {
            throw .invalidJSON(error)
        }
    }
}

extension Request {
    /// Whether the client wants nothing but text back: it names `text/plain` and not JSON.
    fileprivate var wantsPlainText: Bool {
        let types = head.fields[values: .accept]
            .flatMap { $0.split(separator: ",") }
            .compactMap { MediaType(parsing: $0) }
        return types.contains(where: \.isPlainText) && !types.contains(where: \.isJSON)
    }
}

extension Answer {
    /// The answer for a script: its canonical form, which is easy to compare, or the words themselves.
    fileprivate var plainText: String {
        switch kind {
        case .text, .code: display
        case .number, .math, .choice, .boolean, .letters, .json, .literal, .toolCalls, .match, .null: canonical
        }
    }
}
