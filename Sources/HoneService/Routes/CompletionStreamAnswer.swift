import HTTP
import HTTPServer
import HTTPTypes
import JSON
import Refinement

/// A refinement as a stream of a completion's chunks: one that says nothing yet at once, signs of life while sampling,
/// then the text of the winner, and of the next best if they were asked for, the end with the evidence, the usage if it
/// was asked for, and `[DONE]`.
///
/// A failure after the head is an error event without `[DONE]`, so that no client takes it for an answer.
struct CompletionStreamAnswer {
    let form: CompletionForm
    let refiner: Refiner
    let request: RefinementRequest
    let context: RequestContext
    let id: String
    let includesUsage: Bool

    func send(to response: ResponseWriter) async throws {
        let run = try await refiner.admit(request, context)
        let envelope = ChunkEnvelope(
            form: form, id: form.completionID(id), created: currentSecond(), model: run.model)
        var first: [UInt8] = []
        try SSEEncoder.append(json: .object(envelope.chunk(form.beginning)), to: &first)
        let fields: HTTPFields = [.contentType: "text/event-stream", .cacheControl: "no-cache", .honeRun: id]
        let body = try await response.start(.ok, fields, first: first)
        var told = ToldText()
        try await refiner.stream(run, id: id, for: context) { progress in
            var bytes: [UInt8] = []
            switch progress {
            case .event(.delta(let text)):
                told.add(text)
                try SSEEncoder.append(json: .object(envelope.chunk(form.saying(text))), to: &bytes)
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
            let rendering = CompletionRendering(form: form, record: record, request: request)
            for chunk in try rendering.chunks(in: envelope, after: told) {
                try SSEEncoder.append(json: chunk, to: &bytes)
            }
            if includesUsage { try SSEEncoder.append(json: envelope.usage(record.usage), to: &bytes) }
            try SSEEncoder.append(SSEEvent(data: Array("[DONE]".utf8)), to: &bytes)
        }
    }
}
