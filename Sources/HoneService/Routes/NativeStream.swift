import HTTP
import HTTPServer
import HTTPTypes
import JSON
import Refinement

/// A native refinement as a stream of events: `sample`, `vote`, `delta`, then `done` with the whole object, or `error`.
struct NativeStream {
    let refiner: Refiner
    let request: RefinementRequest
    let context: RequestContext
    let id: String

    func send(to response: ResponseWriter) async throws {
        let run = try await refiner.admit(request, context)
        let fields: HTTPFields = [.contentType: "text/event-stream", .cacheControl: "no-cache", .honeRun: id]
        let body = try await response.start(.ok, fields)
        var told = ToldText()
        try await refiner.stream(run, id: id, for: context) { progress in
            let bytes = try bytes(for: progress, &told)
            if !bytes.isEmpty { try await body.write(bytes) }
        }
        try await body.finish()
    }

    private func bytes(for progress: RefinementProgress, _ told: inout ToldText) throws -> [UInt8] {
        var bytes: [UInt8] = []
        switch progress {
        case .event(.item(let place, let event)): try append(event, of: place, &told, to: &bytes)
        case .event(let event): try append(event, &told, to: &bytes)
        case .tick: SSEEncoder.append(comment: "still sampling", to: &bytes)
        case .ended(let record):
            switch record.outcome {
            case .failure(.cancelled): throw CancellationError()
            case .failure(.failed(let error)):
                try SSEEncoder.append(event: "error", json: ErrorRendering(error).json, to: &bytes)
            case .success(.batch):
                try SSEEncoder.append(event: "done", json: .object(record.json(request.included)), to: &bytes)
            case .success(.answer(let answer)):
                let rest = answer.isAbstention ? "" : told.rest(of: answer.completion.text)
                for piece in rest.pieces(of: ServiceLimits.deltaCharacters) {
                    try SSEEncoder.append(event: "delta", json: ["text": .string(piece)], to: &bytes)
                }
                try SSEEncoder.append(event: "done", json: .object(record.json(request.included)), to: &bytes)
            }
        }
        return bytes
    }

    /// Appends what happened; to the item of a batch, if a place is given.
    private func append(
        _ event: RunEvent, of place: Int? = nil, _ told: inout ToldText, to bytes: inout [UInt8]
    ) throws {
        func append(_ name: String, _ members: JSON.Object) throws {
            let item = place.map { [JSON.Member("item", .number($0))] } ?? []
            try SSEEncoder.append(event: name, json: .object(JSON.Object(item + members.members)), to: &bytes)
        }
        switch event {
        case .chosen(let choice): try append("chosen", choice.json)
        case .sample(let sample): try append("sample", sample.json(hasText: request.included.contains(.samples)))
        case .vote(let ballot): try append("vote", ballot.json.object ?? JSON.Object())
        case .delta(let text):
            told.add(text)
            try append("delta", JSON.Object([JSON.Member("text", .string(text))]))
        case .critique(let critique, let index):
            try append("critique", critique.json(of: index, hasText: request.included.contains(.samples)))
        case .revision(let sample):
            try append("revision", sample.json(hasText: request.included.contains(.samples)))
        case .decision(let decision, let index): try append("decision", decision.json(on: index))
        // Where answers may be withheld or replaced, only the end tells them.
        case .settled(let outcome) where request.policy == nil:
            try append("item", RefinedBatch.json(of: outcome, request.included))
        case .stopped, .item, .settled: break
        }
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
