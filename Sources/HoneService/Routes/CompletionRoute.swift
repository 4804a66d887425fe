import HTTP
import HTTPServer
import HTTPTypes
import JSON
import OpenAI

/// `POST /v1/chat/completions` and `POST /v1/completions`: a method if the request, or its model's configuration, selects
/// one, else the model server's own answer.
struct CompletionRoute: Route {
    let form: CompletionForm
    let refiner: Refiner
    let proxy: ProxyRoute

    func handle(_ request: Request, _ response: ResponseWriter, _ context: RequestContext) async throws {
        let outline = try await request.jsonBody(upTo: context.maxBodyBytes)
        let selection = try MethodSelection(
            of: outline, fields: request.head.fields, form: form, refiner.configuration)
        switch selection {
        case .none(let model): try await proxy.forward(outline, model: model, request, response, context)
        // A function of its own, so that what is passed on needs no room for it.
        case .method: try await refine(outline, selection, response, context)
        }
    }

    /// Answers by a method.
    @inline(never)
    private func refine(
        _ outline: JSONOutline, _ selection: MethodSelection, _ response: ResponseWriter, _ context: RequestContext
    ) async throws {
        guard case .method(let settings, let model) = selection else { return }
        let (refinement, includesUsage) = try await awayFromLoop(outline.bytes.count) {
            try read(outline, settings, model)
        }
        let id = newIdentifier("run_")
        if refinement.streams {
            let answer = CompletionStreamAnswer(
                form: form, refiner: refiner, request: refinement, context: context, id: id,
                includesUsage: includesUsage)
            try await answer.send(to: response)
        } else {
            let run = try await refiner.admit(refinement, context)
            let record = await refiner.run(run, id: id, for: context)
            let rendering = CompletionRendering(form: form, record: record, request: refinement)
            try await response.send(json: try rendering.json(), fields: [.honeRun: id])
        }
    }

    private func read(
        _ outline: JSONOutline, _ settings: MethodSettings, _ model: String?
    ) throws(RequestError) -> (RefinementRequest, includesUsage: Bool) {
        switch form {
        case .chat:
            let chat = try ChatRequest(outline)
            try RefusedMembers.check(outline, form)
            return (try RefinementRequest(chat: chat, settings: settings, model: model), chat.includesUsage)
        case .text:
            let text = try TextCompletionRequest(outline)
            try RefusedMembers.check(outline, form)
            return (try RefinementRequest(text: text, settings: settings, model: model), text.includesUsage)
        }
    }
}
