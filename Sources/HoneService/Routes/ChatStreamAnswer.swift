import HTTP
import HTTPServer
import HTTPTypes
import JSON
import Refinement

/// A refinement as a stream of chat-completion chunks: the role at once, signs of life while sampling, then the text
/// of the winner, the end with the evidence, the usage if it was asked for, and `[DONE]`.
///
/// A failure after the head is an error event without `[DONE]`, so that no client takes it for an answer.
struct ChatStreamAnswer {
    let refiner: Refiner
    let request: RefinementRequest
    let context: RequestContext
    let id: String
    let includesUsage: Bool

    func send(to response: ResponseWriter) async throws {
        let run = try await refiner.admit(request, context)
        let envelope = ChunkEnvelope(
            id: ChatCompletionRendering.completionID(id), created: currentSecond(), model: run.model)
        var first: [UInt8] = []
        try SSEEncoder.append(json: .object(envelope.chunk(delta: ["role": "assistant", "content": ""])), to: &first)
        let fields: HTTPFields = [.contentType: "text/event-stream", .cacheControl: "no-cache", .honeRun: id]
        let body = try await response.start(.ok, fields, first: first)
        var told = ToldText()
        try await refiner.stream(run, id: id, for: context) { progress in
            var bytes: [UInt8] = []
            switch progress {
            case .event(.delta(let text)):
                told.add(text)
                let chunk = envelope.chunk(delta: ["content": .string(text)])
                try SSEEncoder.append(json: .object(chunk), to: &bytes)
            case .event: return
            case .tick: SSEEncoder.append(comment: "still sampling", to: &bytes)
            case .ended(let record): try append(record, told, envelope, to: &bytes)
            }
            try await body.write(bytes)
        }
        try await body.finish()
    }

    private func append(
        _ record: RunRecord, _ told: ToldText, _ envelope: ChunkEnvelope, to bytes: inout [UInt8]
    ) throws {
        switch record.outcome {
        case .failure(.cancelled): throw CancellationError()
        case .failure(.failed(let error)): try SSEEncoder.append(json: ErrorRendering(error).json, to: &bytes)
        case .success:
            let rendering = ChatCompletionRendering(record: record, included: request.included)
            for chunk in try rendering.chunks(in: envelope, after: told) {
                try SSEEncoder.append(json: chunk, to: &bytes)
            }
            if includesUsage { try SSEEncoder.append(json: envelope.usage(record.usage), to: &bytes) }
            try SSEEncoder.append(SSEEvent(data: Array("[DONE]".utf8)), to: &bytes)
        }
    }
}
