import HTTP
import HTTPTypes
import JSON
import OpenAI
import Refinement

/// One chat completion in progress: sent when the first event is asked for, ended at the server when dropped.
struct ChatStream: CompletionStream {
    private enum Phase {
        case unsent
        case streaming(UpstreamBody.Iterator)
        case ended
    }

    private let call: ModelCall
    private let model: String
    private let upstream: Upstream
    private var phase = Phase.unsent
    private var permit: CallLimiter.Permit?
    private var events: SSEParser = SSEParser()
    private var reply = ChatCompletionStream()
    private var pending: [CompletionEvent] = []
    private(set) var progress = CallProgress()

    init(_ call: ModelCall, model: String, upstream: Upstream) {
        self.call = call
        self.model = model
        self.upstream = upstream
    }

    mutating func next() async throws -> CompletionEvent? {
        while pending.isEmpty {
            switch phase {
            case .unsent: try await send()
            case .streaming(var body):
                // Taken out while it is read, so that it has one owner.
                phase = .ended
                if let piece = try await body.next() {
                    phase = .streaming(body)
                    try read(piece)
                } else {
                    try end(isAnnounced: false)
                }
            case .ended:
                permit = nil
                return nil
            }
        }
        return pending.removeFirst()
    }

    private mutating func send() async throws {
        permit = try await upstream.limiter.acquire(call.choices)
        progress.isSent = true
        var fields = HTTPFields()
        fields[.contentType] = "application/json"
        fields[.accept] = "text/event-stream, application/json"
        let response = try await upstream.send(
            method: .post, path: "chat/completions", fields: fields, body: call.chatBody(model: model))
        guard response.status.kind == .successful else {
            let body = try await response.body.prefix(upTo: UpstreamLimits.maxErrorBytes)
            let error = ModelError(status: response.status, body: body, fields: response.fields)
            if call.choices > 1, error.mayConcernChoices { upstream.learn(about: model) { $0.refuse(call.choices) } }
            throw error
        }
        if response.isEventStream {
            phase = .streaming(response.body.makeAsyncIterator())
        } else {
            try take(reply: try await response.body.collect(upTo: UpstreamLimits.maxReplyBytes))
        }
    }

    private mutating func read(_ piece: [UInt8]) throws {
        events.append(piece)
        while let event = try nextEvent() {
            if event.text == "[DONE]" { return try end(isAnnounced: true) }
            let chunk: JSON
            do {
                chunk = try JSON(parsing: event.data)
            } catch {
                throw ModelError.garbled(reason: "a stream event is not JSON: \(error.reason)")
            }
            if event.event == "error" || chunk["error"] != nil {
                throw ModelError.interrupted(
                    reason: ErrorObject(reading: chunk)?.message ?? "it sent an error event",
                    tokens: progress.tokensSeen)
            }
            take(reply.add(chunk: chunk))
        }
    }

    private mutating func nextEvent() throws(ModelError) -> SSEEvent? {
        do {
            return try events.next()
        } catch {
            throw .garbled(reason: error.reason)
        }
    }

    private mutating func take(reply body: [UInt8]) throws {
        let completion: JSON
        do {
            completion = try JSON(parsing: body)
        } catch {
            throw ModelError.garbled(reason: "the reply is not JSON: \(error.reason)")
        }
        guard let events = reply.add(completion: completion) else {
            throw ModelError.garbled(reason: ErrorObject(reading: completion)?.message ?? "the reply has no 'choices'")
        }
        take(events)
        close()
    }

    private mutating func end(isAnnounced: Bool) throws {
        let unfinished = reply.end()
        guard isAnnounced || unfinished.isEmpty else {
            throw ModelError.interrupted(reason: "the stream ended too early", tokens: progress.tokensSeen)
        }
        take(unfinished)
        close()
    }

    private mutating func close() {
        phase = .ended
        permit = nil
        upstream.learn(about: model) { $0.note(asked: call.choices, received: reply.choicesSeen) }
    }

    private mutating func take(_ events: [ChatCompletionStream.Event]) {
        for event in events {
            switch event {
            case .delta(let choice, let text, let tokens):
                pending.append(.delta(choice: choice, text: text, tokens: tokens))
            case .finished(let choice):
                pending.append(
                    .finished(
                        choice: choice.index,
                        Completion(
                            message: choice.message, finishReason: choice.finishReason, logprobs: choice.logprobs)))
            }
        }
        progress.tokensSeen = reply.tokensSeen
        progress.reported = reply.usage.map {
            TokenUsage(
                prompt: $0.promptTokens, completion: $0.completionTokens, cached: $0.cachedTokens,
                reasoning: $0.reasoningTokens)
        }
    }
}

extension UpstreamResponse {
    /// Whether the body is a stream of events; a server that ignores `stream` sends one reply instead.
    fileprivate var isEventStream: Bool {
        fields[.contentType].flatMap { MediaType(parsing: $0) }?.essence == "text/event-stream"
    }
}
