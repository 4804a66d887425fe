import HTTP
import HTTPServer
import HTTPTypes
import JSON
import Refinement

/// A native refinement as a stream of events: `sample`, `vote`, `critique`, `revision`, `decision`, `delta`, then `done` with the whole object, or `error`.
struct NativeStream {
    let refiner: Refiner
    let request: RefinementRequest
    let id: String

    func send(to response: ResponseWriter) async throws {
        let model = try await refiner.modelName(request.model)
        let fields: HTTPFields = [.contentType: "text/event-stream", .cacheControl: "no-cache", .honeRun: id]
        let body = try await response.start(.ok, fields)
        var told = ToldText()
        try await refiner.stream(request, on: model, id: id) { progress in
            let bytes = try bytes(for: progress, &told)
            if !bytes.isEmpty { try await body.write(bytes) }
        }
        try await body.finish()
    }

    private func bytes(for progress: RefinementProgress, _ told: inout ToldText) throws -> [UInt8] {
        var bytes: [UInt8] = []
        switch progress {
        case .event(.sample(let sample)):
            let json = sample.json(hasText: request.included.contains(.samples))
            try SSEEncoder.append(event: "sample", json: .object(json), to: &bytes)
        case .event(.vote(let ballot)): try SSEEncoder.append(event: "vote", json: ballot.json, to: &bytes)
        case .event(.delta(let text)):
            told.add(text)
            try SSEEncoder.append(event: "delta", json: ["text": .string(text)], to: &bytes)
        case .event(.critique(let critique, let index)):
            let json = critique.json(of: index, hasText: request.included.contains(.samples))
            try SSEEncoder.append(event: "critique", json: .object(json), to: &bytes)
        case .event(.revision(let sample)):
            let json = sample.json(hasText: request.included.contains(.samples))
            try SSEEncoder.append(event: "revision", json: .object(json), to: &bytes)
        case .event(.decision(let decision, let index)):
            try SSEEncoder.append(event: "decision", json: decision.json(on: index), to: &bytes)
        case .event(.stopped): break
        case .tick: SSEEncoder.append(comment: "still sampling", to: &bytes)
        case .ended(let record):
            switch record.outcome {
            case .failure(.cancelled): throw CancellationError()
            case .failure(.failed(let error)):
                try SSEEncoder.append(event: "error", json: ErrorRendering(error).json, to: &bytes)
            case .success(let answer):
                let rest = answer.isAbstention ? "" : told.rest(of: answer.completion.text)
                for piece in rest.pieces(of: ServiceLimits.deltaCharacters) {
                    try SSEEncoder.append(event: "delta", json: ["text": .string(piece)], to: &bytes)
                }
                try SSEEncoder.append(event: "done", json: .object(record.json(request.included)), to: &bytes)
            }
        }
        return bytes
    }
}

extension SSEEncoder {
    /// Appends an event whose data is a JSON value.
    static func append(event: String? = nil, json: JSON, to bytes: inout [UInt8]) throws {
        try append(SSEEvent(event: event, data: json.utf8), to: &bytes)
    }
}

extension String {
    /// The text in pieces of at most so many characters.
    func pieces(of size: Int) -> [String] {
        var pieces: [String] = []
        var start = startIndex
        while start < endIndex {
            let end = index(start, offsetBy: size, limitedBy: endIndex) ?? endIndex
            pieces.append(String(self[start..<end]))
            start = end
        }
        return pieces
    }
}
