import HTTP
import HTTPServer
import HTTPTypes
import JSON
import OpenAI

/// `POST /v1/chat/completions`: a method if the request selects one, else the model server's own answer.
struct ChatRoute: Route {
    let refiner: Refiner
    let proxy: ProxyRoute

    func handle(_ request: Request, _ response: ResponseWriter, _ context: RequestContext) async throws {
        let outline = try await request.jsonBody(upTo: context.maxBodyBytes)
        switch try MethodSelection(of: outline, fields: request.head.fields) {
        case .none:
            try await proxy.forwardChat(outline, request, response, context)
        case .method(let settings, let model):
            let (chat, refinement) = try await awayFromLoop(outline.bytes.count) {
                let chat = try ChatRequest(outline)
                return (chat, try RefinementRequest(chat: chat, settings: settings, model: model))
            }
            let id = newIdentifier("run_")
            if chat.streams {
                let answer = ChatStreamAnswer(
                    refiner: refiner, request: refinement, context: context, id: id, includesUsage: chat.includesUsage)
                try await answer.send(to: response)
            } else {
                let record = await refiner.run(try await refiner.admit(refinement, context), id: id, for: context)
                let rendering = ChatCompletionRendering(record: record, included: refinement.included)
                try await response.send(json: try rendering.json(), fields: [.honeRun: id])
            }
        }
    }
}
